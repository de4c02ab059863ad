"""Rejections of the gate: as stored in the database, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from chatbot.evaluation.rejections import Rejection
from chatbot.text.wording import counted
from web.core.stored_values import read_stored

_REJECTION = TypeAdapter(Rejection)
_COLUMN = TypeAdapter(tuple[str | Rejection, ...])
_DAMAGED: tuple[str | Rejection, ...] = ("The reasons are damaged in the database.",)


def to_column(rejections: Sequence[Rejection]) -> list[dict[str, Any] | str] | None:
    """JSON value of a column; None for no rejections."""
    return [
        _REJECTION.dump_python(rejection, mode="json", exclude_defaults=True, by_alias=True)
        for rejection in rejections
    ] or None


def from_column(column: Sequence[dict[str, Any] | str] | None) -> tuple[Rejection, ...]:
    """Rejections in a column; earlier releases stored sentences."""
    values = read_stored(_COLUMN.validate_python, column or (), _DAMAGED, "the reasons of a gate")
    return tuple(
        Rejection("text", text=value) if isinstance(value, str) else value for value in values
    )


def rejected_version_sentences(version: int, rejections: Sequence[Rejection]) -> str:
    """Sentences for people about a rejected version, with the reasons."""
    return " ".join([f"Version {version} was rejected.", *map(rejection_sentence, rejections)])


def rejection_sentence(rejection: Rejection) -> str:
    """Sentence for people about a rejection."""
    match rejection.kind:
        case "understands_nothing":
            return "It understands none of the messages that it was asked."
        case "tests":
            return _about_tests(rejection)
        case "macro_f1":
            return _about_figure("The macro F1", rejection)
        case "fallback":
            return _about_figure("The share of fallbacks", rejection)
        case "text":
            return rejection.text


def _about_tests(rejection: Rejection) -> str:
    test = rejection.first
    assert test, "a test fails"
    place = f" ({test.place}, turn {test.turn})" if test.place else ""
    return (
        f"Of the {counted(rejection.total, 'test')}, {rejection.newly_failing:,} fail that version"
        f" {rejection.version} passes, and {rejection.newly_passing:,} pass that it fails. The"
        f" first that fails: “{test.message}” gets {test.predicted} instead of"
        f" {test.intent}{place}."
    )


def _about_figure(figure: str, rejection: Rejection) -> str:
    return (
        f"{figure} on the {counted(rejection.total, 'pattern')} that both trainings held out is"
        f" {rejection.new:.1%}, and that of version {rejection.version} is {rejection.live:.1%}."
    )

"""Rejections of the gate: as stored in the database, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from chatbot.evaluation.rejections import Rejection
from web.core.stored_values import read_stored
from web.http.numbers import number, percent
from web.http.translation import _, later, ngettext, translated

_REJECTION = TypeAdapter(Rejection)
_COLUMN = TypeAdapter(tuple[str | Rejection, ...])
_DAMAGED: tuple[str | Rejection, ...] = (later("The reasons are damaged in the database."),)


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
    return " ".join(
        [
            _("Version %(number)d was rejected.", number=version),
            *map(rejection_sentence, rejections),
        ]
    )


def rejection_sentence(rejection: Rejection) -> str:
    """Sentence for people about a rejection."""
    match rejection.kind:
        case "understands_nothing":
            return _("It understands none of the messages that it was asked.")
        case "tests":
            return _about_tests(rejection)
        case "macro_f1" | "fallback":
            return _about_held_out(rejection)
        case "text":
            return translated(rejection.text)


def _about_held_out(rejection: Rejection) -> str:
    if rejection.kind == "macro_f1":
        return ngettext(
            "The macro F1 on the %(count)s pattern that both trainings held out is %(new)s, and"
            " that of version %(version)s is %(live)s.",
            "The macro F1 on the %(count)s patterns that both trainings held out is %(new)s,"
            " and that of version %(version)s is %(live)s.",
            rejection.total,
            **_figures(rejection),
        )
    return ngettext(
        "The share of fallbacks on the %(count)s pattern that both trainings held out is"
        " %(new)s, and that of version %(version)s is %(live)s.",
        "The share of fallbacks on the %(count)s patterns that both trainings held out is"
        " %(new)s, and that of version %(version)s is %(live)s.",
        rejection.total,
        **_figures(rejection),
    )


def _about_tests(rejection: Rejection) -> str:
    test = rejection.first
    assert test, "a test fails"
    about = ngettext(
        "Of the %(count)s test, %(failing)s fail that version %(version)s passes, and %(passing)s"
        " pass that it fails.",
        "Of the %(count)s tests, %(failing)s fail that version %(version)s passes, and %(passing)s"
        " pass that it fails.",
        rejection.total,
        count=number(rejection.total),
        failing=number(rejection.newly_failing),
        passing=number(rejection.newly_passing),
        version=rejection.version,
    )
    first = _(
        "The first that fails: “%(message)s” gets %(predicted)s instead of %(intent)s%(place)s.",
        message=test.message,
        predicted=test.predicted,
        intent=test.intent,
        place=_(" (%(place)s, turn %(turn)s)", place=test.place, turn=test.turn)
        if test.place
        else "",
    )
    return f"{about} {first}"


def _figures(rejection: Rejection) -> dict[str, object]:
    return {
        "count": number(rejection.total),
        "new": percent(rejection.new),
        "version": rejection.version,
        "live": percent(rejection.live),
    }

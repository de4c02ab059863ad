"""Wording of advice, for reports and for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbot.text.wording import counted

if TYPE_CHECKING:
    from chatbot.evaluation.advice import Advice

_QUOTED = 3


def advice_sentence(advice: Advice) -> str:
    """Sentence for people about an advice."""
    match advice.kind:
        case "move":
            return _move(advice)
        case "merge":
            return _merge(advice)
        case "add":
            return _addition(advice)


def _move(advice: Advice) -> str:
    origin, target = advice.intents
    alone = len(advice.messages) == 1
    it, belongs = ("it", "it belongs") if alone else ("them", "they belong")
    return (
        f"Move {_quoted(advice.messages)} from {origin} to {target} if {belongs} there; if not, add"
        f" patterns like {it} to {origin}. The patterns most alike all stand in {target}."
    )


def _merge(advice: Advice) -> str:
    first, second = advice.intents
    return (
        f"Merge {first} and {second}, let a context tell them apart, or give each words of its own:"
        f" {advice.missed[0]} of {counted(advice.support[0], 'message')} of {first}"
        f" {_be(advice.missed[0], 'is', 'are')} taken for {second},"
        f" and {advice.missed[1]} of {advice.support[1]} the other way."
    )


def _addition(advice: Advice) -> str:
    return (
        f"Add patterns like {_quoted(advice.messages)} to {advice.intents[0]}: {advice.missed[0]}"
        f" of its {counted(advice.support[0], 'message')} {_be(advice.missed[0], 'was', 'were')}"
        " not understood."
    )


def _be(count: int, singular: str, plural: str) -> str:
    return singular if count == 1 else plural


def _quoted(messages: Sequence[str]) -> str:
    quoted = ", ".join(f"“{message}”" for message in messages[:_QUOTED])
    more = len(messages) - _QUOTED
    return f"{quoted} and {more} more" if more > 0 else quoted

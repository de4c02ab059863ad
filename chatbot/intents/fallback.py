"""Recognition of the fallback of an intent file, by its name or its shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from chatbot.intents.checks import CheckedIntent
from chatbot.intents.context_fields import opened_names
from chatbot.intents.dialects.fallback_names import is_fallback, is_plain_fallback
from chatbot.intents.dialects.names import normalized
from chatbot.intents.reserved_tags import CLARIFICATION_TAG, FALLBACK_TAG

Reason = Literal["fallback_by_name", "fallback_by_shape"]


def stand_in(intents: Sequence[CheckedIntent]) -> tuple[CheckedIntent, Reason] | None:
    """Return the intent that serves as the fallback, and the reason; None where none does.

    An intent with the tag of the fallback leaves no place for another.
    """
    if any(intent.entry.tag == FALLBACK_TAG for intent in intents):
        return None
    silent = [intent for intent in intents if intent.entry.responses and not intent.entry.patterns]
    plain = [intent for intent in intents if _is_plain(intent)]
    named = plain or [intent for intent in silent if is_fallback(intent.entry.tag)]
    if named:
        return min(named, key=_has_patterns), "fallback_by_name"
    followed = _context_names(intents)
    shaped = [
        intent
        for intent in silent
        if "patterns" in intent.origin.keys
        and not intent.entry.context_filter
        and normalized(intent.entry.tag) not in {*followed, CLARIFICATION_TAG}
    ]
    return (shaped[0], "fallback_by_shape") if len(shaped) == 1 else None


def _has_patterns(intent: CheckedIntent) -> bool:
    return bool(intent.entry.patterns)


def _is_plain(intent: CheckedIntent) -> bool:
    """True for an intent with responses, with patterns or without, that is a fallback by name."""
    entry = intent.entry
    is_open = bool(entry.responses) and not entry.context_filter
    return is_open and is_plain_fallback(entry.tag)


def _context_names(intents: Iterable[CheckedIntent]) -> set[str]:
    return {
        normalized(name) for intent in intents for name in opened_names(intent.entry.context_set)
    }

"""Recognition of the fallback of an intent file, by its name or its shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from chatbot.intents.checks import CheckedIntent
from chatbot.intents.context_fields import opened_names
from chatbot.intents.dialects.fallback_names import FALLBACK_NAMES
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
    for intent in silent:
        if normalized(intent.entry.tag) in FALLBACK_NAMES:
            return intent, "fallback_by_name"
    followed = _context_names(intents)
    shaped = [
        intent
        for intent in silent
        if "patterns" in intent.origin.keys
        and not intent.entry.context_filter
        and normalized(intent.entry.tag) not in {*followed, CLARIFICATION_TAG}
    ]
    return (shaped[0], "fallback_by_shape") if len(shaped) == 1 else None


def _context_names(intents: Iterable[CheckedIntent]) -> set[str]:
    return {
        normalized(name) for intent in intents for name in opened_names(intent.entry.context_set)
    }

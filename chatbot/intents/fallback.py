"""Recognition of the fallback of an intent file, by its name or its shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from chatbot.intents.checks import CheckedIntent
from chatbot.intents.context_fields import opened_names
from chatbot.intents.dialects.fallback_names import is_fallback, is_plain_fallback, is_topic_name
from chatbot.intents.dialects.names import normalized
from chatbot.intents.reserved_tags import CLARIFICATION_TAG, FALLBACK_TAG

Reason = Literal["fallback_by_name", "fallback_by_shape", "fallback_beside"]


def stand_in(
    intents: Sequence[CheckedIntent], beside: Sequence[CheckedIntent] = ()
) -> tuple[CheckedIntent, Reason] | None:
    """Return the intent that serves as the fallback, and the reason; None where none does.

    An intent with the tag of the fallback leaves no place for another. Answers `beside` the
    intents come last, if those of all files are the same.
    """
    if any(intent.entry.tag == FALLBACK_TAG for intent in intents):
        return None
    opened = [
        intent for intent in intents if intent.entry.responses and not intent.entry.context_filter
    ]
    silent = [intent for intent in opened if not intent.entry.patterns]
    if named := _silent_by_name(silent) or list(filter(_is_plain, opened)):
        return named[0], "fallback_by_name"
    shaped = _silent_by_shape(silent, _context_names(intents))
    if len(shaped) == 1:
        return shaped[0], "fallback_by_shape"
    answers = {repr(intent.entry.responses) for intent in beside}
    return (beside[0], "fallback_beside") if len(answers) == 1 else None


def _silent_by_name(silent: Sequence[CheckedIntent]) -> list[CheckedIntent]:
    """Intents without patterns by a name of the fallback, those that no topic has before others."""
    plain = [intent for intent in silent if is_plain_fallback(intent.entry.tag)]
    return plain or [intent for intent in silent if is_fallback(intent.entry.tag)]


def _silent_by_shape(silent: Sequence[CheckedIntent], contexts: set[str]) -> list[CheckedIntent]:
    """Intents with an empty list of patterns, those named like a context left out."""
    return [
        intent
        for intent in silent
        if "patterns" in intent.origin.keys
        and normalized(intent.entry.tag) not in {*contexts, CLARIFICATION_TAG}
    ]


def _is_plain(intent: CheckedIntent) -> bool:
    """True for an intent with patterns that is a fallback by name.

    A topic may have the name, "my mail got no answer": then the patterns have to say it as well.
    """
    tag, patterns = intent.entry.tag, intent.entry.patterns
    if not (is_plain_fallback(tag) and is_topic_name(tag)):
        return is_plain_fallback(tag)
    return 2 * sum(is_fallback(str(pattern)) for pattern in patterns) > len(patterns)


def _context_names(intents: Iterable[CheckedIntent]) -> set[str]:
    return {
        normalized(name) for intent in intents for name in opened_names(intent.entry.context_set)
    }

"""Additions to the intents of the files: patterns and new intents, taught in the browser."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.text.comparison import comparison_key


@dataclass(frozen=True, slots=True)
class Additions:
    """Patterns as (tag, text), and new intents, perhaps with responses only."""

    patterns: tuple[tuple[str, str], ...] = ()
    intents: tuple[Intent, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.patterns or self.intents)

    def joined_to(self, intents: IntentSet) -> IntentSet:
        """Return the intents with the added patterns, and with the new intents at the end.

        The files have precedence: an intent or pattern of the files is not added again, and a
        message among the `tests` of an intent is not learnt. A pattern of an unknown intent is
        left out: the author removed the intent.
        """
        by_tag = {intent.tag: intent for intent in intents}
        for new in self.intents:
            present = by_tag.setdefault(new.tag, new)
            by_tag[new.tag] = _with_patterns(present, new.patterns)
        texts: dict[str, list[str]] = defaultdict(list)
        for tag, text in self.patterns:
            texts[tag].append(text)
        for tag in texts.keys() & by_tag.keys():
            by_tag[tag] = _with_patterns(by_tag[tag], texts[tag])
        return replace(intents, intents=tuple(by_tag.values()))


def _with_patterns(intent: Intent, texts: Iterable[str]) -> Intent:
    present = {"", *(comparison_key(text) for text in (*intent.patterns, *intent.tests))}
    new = {key: text for text in texts if (key := comparison_key(text)) not in present}
    return replace(intent, patterns=(*intent.patterns, *new.values())) if new else intent

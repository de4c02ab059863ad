"""Intents under lint, with the words of their patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from chatbot.intents.intent_set import RESERVED_TAGS, Intent, IntentSet
from chatbot.text.words import WordSplitter

_LONGEST_PLAIN = 200
_LONGEST_SPLIT = 100_000
"""Characters of a pattern that are split: the words that count are among them."""

_PLAIN = re.compile(r"(?!.*(.)\1{3})[A-Za-z]+(?: [A-Za-z]+){,60}[?!]?")
"""Letters and spaces alone, nothing drawn out: the words are what stands between the spaces."""


@dataclass(frozen=True)
class LintedSet:
    """Intents, and what several rules need of them; words are split alike in all languages.

    `language` is the one to train in, "" where none is chosen.
    """

    intents: IntentSet
    language: str = ""

    @cached_property
    def ordinary(self) -> tuple[Intent, ...]:
        """Intents to classify messages as: all but the reserved."""
        return tuple(intent for intent in self.intents if intent.tag not in RESERVED_TAGS)

    @cached_property
    def splitter(self) -> WordSplitter:
        """Splitter of the words, and stemmer in the language, English where none is chosen."""
        return WordSplitter(self.language or "english")

    @cached_property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """Words of each pattern of the ordinary intents."""
        return {
            pattern: self._words(pattern) for intent in self.ordinary for pattern in intent.patterns
        }

    def _words(self, pattern: str) -> tuple[str, ...]:
        if len(pattern) < _LONGEST_PLAIN and _PLAIN.fullmatch(pattern):
            return tuple(pattern.rstrip("?!").lower().split())  # several times as fast
        return tuple(self.splitter.words(pattern[:_LONGEST_SPLIT]))

    def patterns(self) -> Iterator[tuple[Intent, str, tuple[str, ...]]]:
        """Patterns of ordinary intents with at least a word: intent, pattern, words."""
        for intent in self.ordinary:
            for pattern in intent.patterns:
                if words := self.words[pattern]:
                    yield intent, pattern, words


def at_once(first: Intent, second: Intent) -> bool:
    """True if both intents are possible in the same state of a conversation."""
    if not first.context_filter or not second.context_filter:
        return first.context_filter == second.context_filter
    return not set(first.context_filter).isdisjoint(second.context_filter)

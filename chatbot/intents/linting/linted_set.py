"""Intents under lint, with the words of their patterns."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from chatbot.intents.intent_set import RESERVED_TAGS, Intent, IntentSet
from chatbot.text.comparison import comparison_key
from chatbot.text.words import MAX_CHARACTERS, MAX_WORDS, WordSplitter, without_accents

_LONGEST_SPLIT = 100_000
"""Characters of a pattern that are split: the words that count are among them."""

_MOST_SPLIT = 20_000
_ROUGH_WORD = re.compile(r"\w+(?:['’-]\w+)*")
"""Patterns that are split as in training, and words of all patterns where there are more."""


class _RoughWords(Mapping[str, tuple[str, ...]]):
    """Words of patterns, kept as one text each: those of many patterns take much memory."""

    def __init__(self) -> None:
        self._joined: dict[str, str] = {}

    def __getitem__(self, pattern: str) -> tuple[str, ...]:
        joined = self._joined.get(pattern)
        if joined is None:
            words = _ROUGH_WORD.findall(without_accents(pattern[:MAX_CHARACTERS].lower()))
            joined = self._joined[pattern] = "\n".join(words[:MAX_WORDS])
        return tuple(joined.split("\n")) if joined else ()

    def __iter__(self) -> Iterator[str]:
        return iter(self._joined)

    def __len__(self) -> int:
        return len(self._joined)


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
        if self._is_large:
            return _RoughWords()
        return {
            pattern: self._words(pattern) for intent in self.ordinary for pattern in intent.patterns
        }

    @cached_property
    def stem(self) -> Callable[[str], str]:
        """Stem of a word; in a large set, where that takes long, the word."""
        return str if self._is_large else self.splitter.stem

    @cached_property
    def distinct_patterns(self) -> Mapping[str, int]:
        """Number of different patterns of each ordinary intent, by the tag."""
        return {
            intent.tag: len(set(map(comparison_key, intent.patterns))) for intent in self.ordinary
        }

    @cached_property
    def _is_large(self) -> bool:
        return sum(len(intent.patterns) for intent in self.ordinary) > _MOST_SPLIT

    def _words(self, pattern: str) -> tuple[str, ...]:
        return tuple(map(sys.intern, self.splitter.words(pattern[:_LONGEST_SPLIT])))

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

"""Index of the patterns: the intents with a pattern, the words negated in it, its first word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from chatbot.intents.intent_set import RESERVED_TAGS, IntentSet
from chatbot.text.negation import denies_something, has_negator, polarity_of
from chatbot.text.short_replies import ReplyKind, has_subject, opening_reply
from chatbot.text.words import WordSplitter

NO_TAGS: frozenset[str] = frozenset()
Key = TypeVar("Key", bound=Hashable)

_ABOUT_A_LACK = 1 / 3
"""Share of patterns with a negation from which on an intent is about what is not so."""

_OF_REPLIES = 1 / 4
"""Share of patterns that begin with a yes, or a no, from which on an intent is one of replies."""

_ABOUT_NOTHING = 1 / 6
"""Share of patterns without a subject from which on an intent is small talk."""

_FEWEST_WORDS = 3
"""Fewest words of a message that may be near a pattern: in "can you", one of two is too much."""


class PatternIndex:
    """Intents by what stands in their patterns, word for word."""

    def __init__(self, intents: IntentSet, splitter: WordSplitter) -> None:
        self._splitter = splitter
        self._tags: dict[tuple[str, ...], frozenset[str]] = {}
        self._affirming: dict[str, frozenset[str]] = {}
        self._negating: dict[str, frozenset[str]] = {}
        self._denials: dict[frozenset[str], frozenset[str]] = {}
        self._assertions: dict[frozenset[str], frozenset[str]] = {}
        self._denying_share: dict[str, float] = defaultdict(float)
        self._share_without_subject: dict[str, float] = defaultdict(float)
        self._openings: dict[tuple[str, ReplyKind], float] = defaultdict(float)
        for intent in intents:
            if intent.tag not in RESERVED_TAGS:
                for pattern in intent.patterns:
                    self._add(intent.tag, pattern, 1 / len(intent.patterns))

    def intents_with(self, words: Sequence[str]) -> frozenset[str]:
        """Return the intents with a pattern of the same words."""
        return self._tags.get(tuple(words), NO_TAGS)

    def is_near_pattern(self, words: Sequence[str]) -> bool:
        """Return True for three or more words with one more, or fewer, than a pattern has.

        Of four and more, one may also be another.
        """
        count = Counter(words)
        most = 1 if len(words) <= _FEWEST_WORDS else 2
        return len(words) >= _FEWEST_WORDS and any(
            (count - (other := Counter(pattern))).total() + (other - count).total() <= most
            for pattern in self._tags
            if abs(len(pattern) - len(words)) <= 1
        )

    def contradicts(self, tag: str, text: str, words: Sequence[str]) -> bool:
        """Return True if patterns of the intent affirm what the message negates, or the reverse.

        An intent with negations of the same word, or in a third of the patterns, knows of both.
        The reverse needs the same words: "I received it" is the opposite of "I never received it",
        and no more than that.
        """
        if has_negator(words, self._splitter.language):
            return self._denying_share[tag] < _ABOUT_A_LACK and any(
                tag in self._affirming.get(stem, NO_TAGS) - self._negating.get(stem, NO_TAGS)
                for stem in polarity_of(text, words, self._splitter).negated
            )
        if not self._denying_share[tag]:
            return False
        stems = polarity_of(text, words, self._splitter).stems
        denials = self._denials.get(stems, NO_TAGS)
        return tag in denials - self._assertions.get(stems, NO_TAGS)

    def is_small_talk(self, tag: str) -> bool:
        """Return True for an intent of greetings, thanks and the like, by its patterns."""
        return self._share_without_subject[tag] >= _ABOUT_NOTHING

    def leaning(self, kind: ReplyKind, tags: Iterable[str]) -> str | None:
        """Return the one of the intents with the greatest share of patterns that begin like that.

        None if no pattern does, if two intents share the first place, or if more patterns of the
        intent begin with the contrary.
        """
        other: ReplyKind = "no" if kind == "yes" else "yes"
        shares = {
            tag: share
            for tag in tags
            if (share := self._openings[tag, kind]) > self._openings[tag, other]
        }
        ranked = sorted(shares, key=lambda tag: -shares[tag])
        if len(ranked) > 1 and shares[ranked[0]] == shares[ranked[1]]:
            return None
        return ranked[0] if ranked else None

    def has_replies(self, tag: str, kind: ReplyKind) -> bool:
        """Return True for an intent of which many patterns begin like that."""
        return self._openings[tag, kind] >= _OF_REPLIES

    def _add(self, tag: str, pattern: str, share: float) -> None:
        words = tuple(self._splitter.words(pattern))
        if not words:
            return
        _put(self._tags, words, tag)
        if not has_subject(words, self._splitter.language):
            self._share_without_subject[tag] += share
        if opening := opening_reply(words, self._splitter.language):
            self._openings[tag, opening] += share
        polarity = polarity_of(pattern, words, self._splitter)
        denies = denies_something(words, self._splitter.language)
        self._denying_share[tag] += share * denies
        for stem in () if denies else polarity.affirmed:
            _put(self._affirming, stem, tag)
        for stem in polarity.negated:
            _put(self._negating, stem, tag)
        if polarity.stems:
            _put(self._denials if polarity.negated else self._assertions, polarity.stems, tag)


def _put(tags: dict[Key, frozenset[str]], key: Key, tag: str) -> None:
    tags[key] = tags.get(key, NO_TAGS) | {tag}

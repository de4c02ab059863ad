"""Rules about single patterns, and about patterns that two intents share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, product

from chatbot.intents.intent_set import Intent
from chatbot.intents.linting.finding import Finding, Rule
from chatbot.intents.linting.linted_set import LintedSet, at_once
from chatbot.intents.linting.pairs import (
    MOST_PAIRS,
    first_at_once,
    repeated,
    unlike_at_once,
    words_a_letter_apart,
)
from chatbot.text.comparison import comparison_key

_FEWEST_WORDS, _SHORTEST_WORD = 3, 6
"""A word of a near duplicate has so many letters, between so many words: a slip, hardly another."""
_MOST_RARE = 10_000
"""Words without another example, and patterns alike but for a word, that are compared."""

_FILLERS = frozenset(("a", "an", "the", "please", "pls", "plz", "kindly"))
_CONTRACTED = re.compile(r"(?<=[a-z])'s(?!\S)")
_FEWEST_CONTENT = 2

_Holder = tuple[Intent, str, tuple[str, ...]]


def wordless_patterns(linted: LintedSet) -> Iterator[Finding]:
    """Patterns without a word, which no message equals."""
    for intent in linted.ordinary:
        for pattern in intent.patterns:
            if not linted.words[pattern]:
                yield Finding("wordless_pattern", intent.tag, "patterns", pattern)


def repeated_patterns(linted: LintedSet) -> Iterator[Finding]:
    """Patterns that an intent has twice, but for case and spaces."""
    for intent in linted.ordinary:
        seen: set[str] = set()
        reported: set[str] = set()
        for pattern in intent.patterns:
            key = comparison_key(pattern)
            if key in seen and pattern not in reported:
                reported.add(pattern)  # all findings of a text have one place
                yield Finding("repeated_pattern", intent.tag, "patterns", pattern)
            seen.add(key)


def shared_patterns(linted: LintedSet) -> Iterator[Finding]:
    """Patterns shared by two intents possible at the same time.

    Intents with different contexts may share patterns: "yes" may answer many questions.
    """
    holders: dict[tuple[str, ...], dict[str, tuple[Intent, str]]] = defaultdict(dict)
    shared = repeated(words for _, _, words in linted.patterns())
    for intent, pattern, words in linted.patterns() if shared else ():
        if hash(words) in shared:
            holders[words].setdefault(intent.tag, (intent, pattern))
    for sharers in holders.values():
        rows = list(sharers.values())
        if pair := first_at_once([intent for intent, _ in rows]):
            (first, pattern), (second, same) = rows[pair[0]], rows[pair[1]]
            both_first = pattern == first.patterns[0] and same == second.patterns[0]
            rule: Rule = "shared_suggestion" if both_first else "shared_pattern"
            yield Finding(rule, first.tag, "patterns", pattern, other=second.tag)


def near_duplicates(linted: LintedSet) -> Iterator[Finding]:
    """Patterns of two intents possible at the same time that hardly differ.

    Their words have the same stems in any order, or a single long word differs by a letter.
    """
    seen: set[frozenset[str]] = set()
    pairs = chain(_same_stems(linted), _slips(linted))
    for (first, pattern, _), (second, similar, _) in pairs:
        pair = frozenset((first.tag, second.tag, pattern, similar))
        if pair not in seen:
            seen.add(pair)
            yield Finding(
                "near_duplicate", first.tag, "patterns", pattern, second.tag, similar=similar
            )


def _same_stems(linted: LintedSet) -> Iterator[tuple[_Holder, _Holder]]:
    is_english = linted.splitter.language == "english"

    def stems(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(map(linted.stem, _content(words) if is_english else words)))

    groups: dict[tuple[str, ...], dict[str, _Holder]] = defaultdict(dict)
    shared = repeated(stems(words) for _, _, words in linted.patterns())
    for intent, pattern, words in linted.patterns() if shared else ():
        if hash(key := stems(words)) in shared:
            groups[key].setdefault(intent.tag, (intent, pattern, words))
    for holders in groups.values():
        rows = list(holders.values())
        intents, keys = [intent for intent, _, _ in rows], [words for _, _, words in rows]
        for left, right in unlike_at_once(intents, keys):
            yield rows[left], rows[right]


def _content(words: tuple[str, ...]) -> Iterable[str]:
    """Words without articles and politeness, and "what's" as "what is"."""
    text = " ".join(words)
    whole = _CONTRACTED.sub(" is", text).split() if "'" in text else words
    content = [word for word in whole if word not in _FILLERS]
    return content if len(content) >= _FEWEST_CONTENT else words


def _slips(linted: LintedSet) -> Iterator[tuple[_Holder, _Holder]]:
    """Pairs that differ by a letter of a long word, of which there is no other example."""
    # Others are too short for a slip, and the commonest by far.
    usual = repeated(word for _, _, words in linted.patterns() for word in words if _is_long(word))
    rests = (
        _rest(words, index)
        for _, _, words in linted.patterns()
        for index in _long_words(words)
        if hash(words[index]) not in usual
    )
    groups: dict[tuple[str, ...], list[tuple[_Holder, str]]] = {
        rest: [] for rest in islice(rests, _MOST_RARE)
    }
    for intent, pattern, words in linted.patterns() if groups else ():
        for index in _long_words(words):
            group = groups.get(_rest(words, index))
            if group is not None and len(group) < _MOST_RARE:
                group.append(((intent, pattern, words), words[index]))
    for rows in groups.values():
        for left, right in _slipped(rows, usual):
            yield rows[left][0], rows[right][0]


def _long_words(words: tuple[str, ...]) -> Iterator[int]:
    """Indexes of the words of a pattern that are long enough for a slip."""
    for index, word in enumerate(words if len(words) >= _FEWEST_WORDS else ()):
        if _is_long(word):
            yield index


def _is_long(word: str) -> bool:
    return len(word) >= _SHORTEST_WORD and word.isalpha()


def _rest(words: tuple[str, ...], index: int) -> tuple[str, ...]:
    """Words of a pattern with a gap in place of a word."""
    return *words[:index], "", *words[index + 1 :]


def _slipped(rows: Sequence[tuple[_Holder, str]], usual: set[int]) -> list[tuple[int, int]]:
    """Indexes of rows whose words are a letter apart, one of them without another example.

    `usual` are the hashes of words with another one.
    """
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, (_, word) in enumerate(rows):
        numbers[word].append(number)
    if len(numbers) < 2:
        return []
    pairs = (
        (left, right)
        for word, other in words_a_letter_apart(numbers)
        if not usual.issuperset((hash(word), hash(other)))
        for left, right in product(numbers[word], numbers[other])
        if rows[left][0][0].tag != rows[right][0][0].tag
        and at_once(rows[left][0][0], rows[right][0][0])
    )
    return sorted((min(pair), max(pair)) for pair in islice(pairs, MOST_PAIRS))

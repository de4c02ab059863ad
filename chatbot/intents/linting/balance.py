"""Rules about the numbers of patterns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import LintedSet

FEWEST = 5
_TIMES, _MORE = 6, 30
_SOME, _PART = 5, 3


def few_patterns(linted: LintedSet) -> Iterator[Finding]:
    """Intents with fewer than FEWEST different patterns."""
    for tag, count in linted.distinct_patterns.items():
        if 0 < count < FEWEST:
            yield Finding("few_patterns", tag, count=count)


def single_patterns(linted: LintedSet) -> Iterator[Finding]:
    """A third or more of some intents with a single pattern: a training tells nothing of them."""
    counts = [*filter(None, linted.distinct_patterns.values())]
    single = counts.count(1)
    if len(counts) >= _SOME and _PART * single >= len(counts):
        yield Finding("single_patterns", count=single, usual=len(counts))


def unbalanced_intents(linted: LintedSet) -> Iterator[Finding]:
    """Intents with many times as many patterns as the median of the others."""
    counts = linted.distinct_patterns
    numbers = sorted(filter(None, counts.values()))
    for tag, count in counts.items():
        usual = _usual(numbers, count)
        if count >= _TIMES * usual and count - usual >= _MORE:
            yield Finding("unbalanced", tag, count=count, usual=usual)


def _usual(numbers: Sequence[int], count: int) -> int:
    """Rounded median of sorted numbers without the `count` of an intent, of two at least."""
    others = len(numbers) - bool(count)
    if others < 2:
        return count
    place = bisect_left(numbers, count) if count else others
    middle = (others - 1) // 2, others // 2
    low, high = (numbers[number + (number >= place)] for number in middle)
    return round((low + high) / 2)

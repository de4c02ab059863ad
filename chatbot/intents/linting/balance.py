"""Rules about the numbers of patterns."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.text.comparison import comparison_key

FEWEST = 5
_TIMES, _MORE = 6, 30


def few_patterns(linted: LintedSet) -> Iterator[Finding]:
    """Intents with fewer than FEWEST different patterns."""
    for tag, count in _counts(linted).items():
        if 0 < count < FEWEST:
            yield Finding("few_patterns", tag, count=count)


def unbalanced_intents(linted: LintedSet) -> Iterator[Finding]:
    """Intents with many times as many patterns as the median of the others."""
    counts = _counts(linted)
    for tag, count in counts.items():
        others = [number for other, number in counts.items() if other != tag and number]
        usual = round(median(others)) if len(others) > 1 else count
        if count >= _TIMES * usual and count - usual >= _MORE:
            yield Finding("unbalanced", tag, count=count, usual=usual)


def _counts(linted: LintedSet) -> dict[str, int]:
    return {
        intent.tag: len({comparison_key(pattern) for pattern in intent.patterns})
        for intent in linted.ordinary
    }

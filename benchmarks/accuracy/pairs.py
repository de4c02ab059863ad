"""Pairs of messages with the same words and different intents: only their order tells the intent.

A bag of words answers both messages of a pair alike, and so understands at most half of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from benchmarks.accuracy.data import LabelledTexts

_WORD = re.compile(r"[\w']+")

Bag = tuple[str, ...]


def bag_of(text: str) -> Bag:
    """Return the words of a text without their order: lower case, no punctuation."""
    return tuple(sorted(_WORD.findall(text.lower())))


def pairs(texts: LabelledTexts) -> list[tuple[int, int]]:
    """Return the rows of each two messages with the same words and different intents."""
    rows: dict[Bag, list[int]] = defaultdict(list)
    for row, text in enumerate(texts.texts):
        rows[bag_of(text)].append(row)
    labels = texts.labels
    return [
        (first, second)
        for same_words in rows.values()
        for first, second in combinations(same_words, 2)
        if labels[first] != labels[second]
    ]


def pairs_right(texts: LabelledTexts, answers: Sequence[str]) -> float | None:
    """Return the percentage of pairs with two correct answers; None for texts without pairs."""
    right = [expected == answer for expected, answer in zip(texts.labels, answers, strict=True)]
    both = [right[first] and right[second] for first, second in pairs(texts)]
    return 100 * sum(both) / len(both) if both else None

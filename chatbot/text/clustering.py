"""Messages that say the same in other words: groups of them, for a person to decide about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

FloatArray = NDArray[np.float32]
VectorOf = Callable[[str], FloatArray]

LIKE = 80.0
"""The least token_set_ratio of two messages of a group, 0 to 100."""
ALIKE_IN_PARTS = 0.6
"""The least cosine of their character trigrams: a word alone is like every message that has it."""
ALIKE_IN_MEANING = 0.7
"""The least cosine of the sentence vectors by which whole groups are joined."""
MOST_VECTORS = 120
"""So many groups have vectors, the largest: the encoder takes milliseconds for each."""

_BUCKETS = 1024
_BLOCK = 256


def grouped(texts: Sequence[str], vector_of: VectorOf | None = None) -> list[list[int]]:
    """Return the places of the texts in groups; a group and its places are in the order of `texts`.

    A text joins the group whose first text it is most like, or begins one. So a group that is
    taken away leaves the others as they are. `vector_of` gives sentence vectors of length 1.
    """
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(text, []).append(place)
    distinct = list(places)
    groups = _by_words(distinct)
    if vector_of is not None:
        groups = _by_meaning(groups, distinct, vector_of, [len(places[text]) for text in distinct])
    found = [sorted(place for i in group for place in places[distinct[i]]) for group in groups]
    return sorted(found)


def _by_words(texts: Sequence[str]) -> list[list[int]]:
    parts = _trigrams(texts)
    groups: dict[int, list[int]] = {}
    for start in range(0, len(texts), _BLOCK):
        likeness = parts[start : start + _BLOCK] @ parts[: start + _BLOCK].T
        for i, row in enumerate(likeness, start):
            leader = _leader(i, row, texts, groups)
            groups.setdefault(leader, []).append(i)
    return list(groups.values())


def _leader(i: int, row: FloatArray, texts: Sequence[str], groups: dict[int, list[int]]) -> int:
    near = np.flatnonzero(row[:i] >= ALIKE_IN_PARTS)
    for other in near[np.argsort(-row[near], kind="stable")].tolist():
        if other in groups and fuzz.token_set_ratio(texts[i], texts[other]) >= LIKE:
            return int(other)
    return i


def _by_meaning(
    groups: list[list[int]], texts: Sequence[str], vector_of: VectorOf, counts: Sequence[int]
) -> list[list[int]]:
    sizes = [-sum(counts[i] for i in group) for group in groups]
    chosen = sorted(np.argsort(sizes, kind="stable")[:MOST_VECTORS].tolist())
    if not chosen:
        return groups
    vectors = np.stack([vector_of(texts[groups[number][0]]) for number in chosen])
    likeness = vectors @ vectors.T
    joined = {number: list(group) for number, group in enumerate(groups)}
    for row, number in enumerate(chosen):
        before = [i for i in range(row) if chosen[i] in joined]
        nearest = max(before, key=lambda i: float(likeness[row, i]), default=None)
        if nearest is not None and likeness[row, nearest] >= ALIKE_IN_MEANING:
            joined[chosen[nearest]] += joined.pop(number)
    return list(joined.values())


def _trigrams(texts: Sequence[str]) -> FloatArray:
    """Return which hashed character trigrams each text has: rows of length 1."""
    found = np.zeros((len(texts), _BUCKETS), np.float32)
    for row, text in enumerate(texts):
        padded = f" {text} "
        found[row, [crc32(padded[i : i + 3].encode()) % _BUCKETS for i in range(len(text))]] = 1
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1), np.float32)

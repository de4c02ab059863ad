"""Which examples each round of a cross-validation holds out."""

from __future__ import annotations

import numpy as np

from chatbot.examples import Examples, IntArray


def folds(examples: Examples, k: int, seed: int) -> tuple[IntArray, ...]:
    """Return the rows that each of `k` rounds holds out: of every intent the same share.

    Stratified k-fold cross-validation (Kohavi 1995, https://www.ijcai.org/Proceedings/95-2/Papers/
    016.pdf). The rows of different rounds are disjoint. An intent's examples with the same words
    stay together, or one would give away the other. An intent with a single one is never held out:
    nothing would be left to know it by.
    """
    rng = np.random.default_rng(seed)
    held_out: list[list[int]] = [[] for _ in range(k)]
    turn = 0
    for label in np.unique(examples.labels):
        groups = _same_words(examples, int(label))
        for at in rng.permutation(len(groups)) if len(groups) > 1 else ():
            held_out[turn % k] += groups[at]
            turn += 1
    return tuple(np.array(sorted(rows), np.int64) for rows in held_out)


def thinned(examples: Examples, rows: IntArray, share: float, seed: int) -> IntArray:
    """Return a `share` of the rows of every intent, at least one of each.

    With the same seed, a smaller share is part of a larger one.
    """
    place = np.random.default_rng(seed).permutation(len(examples))
    kept: list[int] = []
    for label in np.unique(examples.labels[rows]):
        own = rows[examples.labels[rows] == label]
        kept += own[np.argsort(place[own])][: max(1, round(share * len(own)))].tolist()
    return np.array(sorted(kept), np.int64)


def _same_words(examples: Examples, label: int) -> list[list[int]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for row in np.flatnonzero(examples.labels == label).tolist():
        groups.setdefault(examples.sentences[row], []).append(row)
    return list(groups.values())

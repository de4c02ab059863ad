"""Which examples each round of a cross-validation holds out."""

from __future__ import annotations

import numpy as np

from chatbot.dataset.examples import Examples, IntArray, place_by_words


def folds(examples: Examples, k: int, seed: int) -> tuple[IntArray, ...]:
    """Return the rows that each of `k` rounds holds out: of every intent the same share.

    Stratified k-fold cross-validation (Kohavi 1995, https://www.ijcai.org/Proceedings/95-2/Papers/
    016.pdf). The rows of different rounds are disjoint. An intent's examples with the same words
    stay together, or one would give away the other. An intent with a single one is never held out:
    nothing would be left to know it by. The words alone decide who comes first, so that nearly all
    examples are held out in the same round again when some have been added.
    """
    held_out: list[list[int]] = [[] for _ in range(k)]
    turn = 0
    for label in np.unique(examples.labels):
        groups = _same_words(examples, int(label), seed)
        count = len(groups) if len(groups) > 1 else 0
        at = 0
        for number, rows in enumerate(held_out):
            size = count // k + ((number - turn) % k < count % k)
            rows += [row for group in groups[at : at + size] for row in group]
            at += size
        turn += count
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


def _same_words(examples: Examples, label: int, seed: int) -> list[list[int]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for row in np.flatnonzero(examples.labels == label).tolist():
        groups.setdefault(examples.sentences[row], []).append(row)
    return [
        groups[words] for words in sorted(groups, key=lambda words: place_by_words(words, seed))
    ]

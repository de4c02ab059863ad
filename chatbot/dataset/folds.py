"""Folds of a cross-validation, and subsamples of a training set."""

from __future__ import annotations

import numpy as np

from chatbot.dataset.examples import Examples, IntArray, drawing_key


def folds(examples: Examples, k: int, seed: int) -> tuple[IntArray, ...]:
    """Return the rows of each of `k` folds, with the same share of every intent.

    Stratified k-fold cross-validation (Kohavi 1995, https://www.ijcai.org/Proceedings/95-2/Papers/
    016.pdf). Folds are disjoint. Examples of an intent with the same words share a fold: otherwise
    a training set would contain held-out messages. An intent with a single distinct example is in
    no fold, as nothing would be left to train on. The order of drawing depends on the words alone,
    so nearly all examples stay in the same fold after a few additions.
    """
    held_out: list[list[int]] = [[] for _ in range(k)]
    offset = 0
    for label in np.unique(examples.labels):
        groups = _groups_of_duplicates(examples, int(label), seed)
        count = len(groups) if len(groups) > 1 else 0
        start = 0
        for fold, rows in enumerate(held_out):
            size = count // k + ((fold - offset) % k < count % k)
            rows += [row for group in groups[start : start + size] for row in group]
            start += size
        offset += count
    return tuple(np.array(sorted(rows), np.int64) for rows in held_out)


def subsample(examples: Examples, rows: IntArray, share: float, seed: int) -> IntArray:
    """Return a random `share` of the rows of every intent, at least one row per intent.

    With the same seed, a smaller share is a subset of a larger share.
    """
    order = np.random.default_rng(seed).permutation(len(examples))
    sample: list[int] = []
    for label in np.unique(examples.labels[rows]):
        candidates = rows[examples.labels[rows] == label]
        count = max(1, round(share * len(candidates)))
        sample += candidates[np.argsort(order[candidates])][:count].tolist()
    return np.array(sorted(sample), np.int64)


def _groups_of_duplicates(examples: Examples, label: int, seed: int) -> list[list[int]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for row in np.flatnonzero(examples.labels == label).tolist():
        groups.setdefault(examples.sentences[row], []).append(row)
    return [groups[words] for words in sorted(groups, key=lambda words: drawing_key(words, seed))]

"""Patterns that a quick classifier takes for another intent: a finding of lint."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import LintedSet, at_once

_FOLDS = 5
_LEAST, _MOST = 0.1, -0.7
"""Least score of the other intent, and most of its own, in the decision function."""


@dataclass(frozen=True, slots=True)
class _Row:
    intent: Intent
    pattern: str
    words: tuple[str, ...]
    fold: int


def confused_patterns(intents: IntentSet) -> Iterator[Finding]:
    """Cross-validate a linear support vector machine on words and parts of words.

    The findings are patterns that are far likelier to be of another intent, possible at the same
    time. Needs three intents with patterns. Patterns alone in their intent are not judged.
    """
    rows = list(_rows(LintedSet(intents)))
    tags = sorted({row.intent.tag for row in rows})
    if len(tags) < 3:
        return
    texts = [" ".join(row.words) for row in rows]
    matrix = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    features = matrix.fit_transform(texts)
    labels = np.array([tags.index(row.intent.tag) for row in rows])
    folds = np.array([row.fold for row in rows])
    for fold in range(_FOLDS):
        held_out = np.flatnonzero(folds == fold)
        rest = np.flatnonzero(folds != fold)
        if len(held_out):
            with warnings.catch_warnings():  # of many intents with few patterns
                warnings.simplefilter("ignore", UserWarning)
                model = LinearSVC(C=1.0, random_state=0).fit(features[rest], labels[rest])
            scores = np.full((len(held_out), len(tags)), -np.inf)
            scores[:, model.classes_] = model.decision_function(features[held_out])
            yield from _confused([rows[index] for index in held_out], scores, intents, tags)


def _rows(linted: LintedSet) -> Iterator[_Row]:
    """Patterns with different words of each intent, in turn in the folds; -1 for those alone."""
    for intent in linted.ordinary:
        distinct = {linted.words[text]: text for text in intent.patterns if linted.words[text]}
        for number, (words, text) in enumerate(distinct.items()):
            yield _Row(intent, text, words, number % _FOLDS if len(distinct) > 1 else -1)


def _confused(
    rows: list[_Row], scores: NDArray[np.float64], intents: IntentSet, tags: list[str]
) -> Iterator[Finding]:
    for row, row_scores in zip(rows, scores, strict=True):
        other = intents.get(tags[int(row_scores.argmax())])
        own = row_scores[tags.index(row.intent.tag)]
        sure = row_scores.max() >= _LEAST and own <= _MOST
        if sure and other and at_once(row.intent, other):
            yield Finding(
                "confused_pattern", row.intent.tag, "patterns", row.pattern, other=other.tag
            )

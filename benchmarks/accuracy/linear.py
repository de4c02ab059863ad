"""scikit-learn's TF-IDF and LinearSVC: what a few lines without a network come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from benchmarks.accuracy.data import LabelledTexts
from benchmarks.accuracy.system import Answerer, Finish, Options, SystemAnswer

REFUSED = 0.05
"""The share of in-scope messages below the threshold, on the messages that choose it."""

FOLDS = 5

_SEPARATORS = re.compile(r"[_\W]+")

FloatArray = NDArray[np.float64]


def train(lesson: LabelledTexts, val: Sequence[str], options: Options, *, names: bool) -> Finish:
    """Return what chooses the threshold of the model that was trained.

    With `names`, the name of each intent is one more text of it.
    """
    model = _fitted(lesson, options.seed, names=names)

    def finish() -> Answerer:
        if val:
            scores, source = margins(model, val).max(axis=1), "val"
        else:
            scores, source = _unseen_scores(lesson, options.seed, names=names), "cross-validation"
        if not len(scores):
            return _answerer(model, None, "everything, having nothing to choose by")
        accepts = f"the best margin of {1 - REFUSED:.0%} of the messages of {source}"
        return _answerer(model, float(np.quantile(scores, REFUSED)), accepts)

    return finish


def margins(model: Any, texts: Sequence[str]) -> FloatArray:
    """Return the distance from each intent's boundary: shape (texts, intents)."""
    found = np.asarray(model.decision_function(list(texts)), float)
    return np.stack([-found, found], axis=1) if found.ndim == 1 else found


def _fitted(lesson: LabelledTexts, seed: int, *, names: bool) -> Any:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = make_pipeline(make_union(words, parts), LinearSVC(C=1.0, random_state=seed))
    named = sorted(set(lesson.labels)) if names else []
    texts = [*lesson.texts, *(_SEPARATORS.sub(" ", label) for label in named)]
    return model.fit(texts, [*lesson.labels, *named])


def _unseen_scores(lesson: LabelledTexts, seed: int, *, names: bool) -> FloatArray:
    """Return the best margin of each text that a model without it could be trained for."""
    folds = _folds(lesson.labels, seed)
    scores = []
    for fold in range(FOLDS):
        kept, unseen = lesson.where(folds != fold), lesson.where(folds == fold)
        if unseen and len(set(kept.labels)) > 1:
            scores.append(margins(_fitted(kept, seed, names=names), unseen.texts).max(axis=1))
    return np.concatenate(scores) if scores else np.zeros(0)


def _folds(labels: Sequence[str], seed: int) -> NDArray[np.int64]:
    """Return the fold of each text: every intent is spread over as many as it can be."""
    rng, given = np.random.default_rng(seed), np.array(labels, object)
    folds = np.zeros(len(labels), np.int64)
    for label in sorted(set(labels)):
        rows = rng.permutation(np.flatnonzero(given == label))
        folds[rows] = (np.arange(len(rows)) + rng.integers(FOLDS)) % FOLDS
    return folds


def _answerer(model: Any, threshold: float | None, accepts: str) -> Answerer:
    labels = list(model.classes_)
    least = -np.inf if threshold is None else threshold

    def many(texts: Sequence[str]) -> list[SystemAnswer]:
        scores = margins(model, texts)
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return [
            SystemAnswer(labels[at], float(share[at]), float(row[at]), bool(row[at] >= least))
            for at, row, share in zip(scores.argmax(axis=1), scores, shares, strict=True)
        ]

    return Answerer(
        many=many,
        one=lambda text: model.predict([text])[0],
        size=_size(model),
        settings={"C": 1.0, "words": "1-2", "char_wb": "2-5", "sublinear_tf": True}
        | {"accepts": accepts, "threshold": threshold},
    )


def _size(model: Any) -> int:
    """Return the bytes of the weights and of the terms."""
    (_, union), (_, svc) = model.steps
    parts = [vectorizer for _, vectorizer in union.transformer_list]
    terms = sum(len(term.encode()) for part in parts for term in part.vocabulary_)
    return int(svc.coef_.nbytes + sum(part.idf_.nbytes for part in parts) + terms)

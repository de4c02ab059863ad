"""Linear reference: TF-IDF and LinearSVC of scikit-learn."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from benchmarks.accuracy.data import LabelledTexts
from benchmarks.accuracy.system import Finish, Options, SystemAnswer, TrainedSystem

REFUSED = 0.05
"""Share of in-scope messages below the threshold, among the messages for its choice."""

FOLDS = 5

_SEPARATORS = re.compile(r"[_\W]+")

FloatArray = NDArray[np.float64]

Fit = Callable[[LabelledTexts], Any]
"""Training of a model, with its terms chosen."""


def train(
    texts: LabelledTexts,
    val: Sequence[str],
    options: Options,
    *,
    names: bool = False,
    is_bag: bool = False,
) -> Finish:
    """Train a model; the step after training chooses the threshold.

    With `names`, the name of each intent is a further text of the intent. With `is_bag`, the terms
    are single words: neither pairs of words nor parts of words, as a part tells of a comma behind.
    """
    fit = partial(_fit, seed=options.seed, names=names, is_bag=is_bag)
    model = fit(texts)

    def finish() -> TrainedSystem:
        if val:
            scores, source = margins(model, val).max(axis=1), "val"
        else:
            scores, source = _held_out_scores(texts, options.seed, fit), "cross-validation"
        if not len(scores):
            return _trained_system(model, None, "everything, having nothing to choose by")
        accepts = f"the best margin of {1 - REFUSED:.0%} of the messages of {source}"
        return _trained_system(model, float(np.quantile(scores, REFUSED)), accepts)

    return finish


def margins(model: Any, texts: Sequence[str]) -> FloatArray:
    """Return the distances from the intents' boundaries: shape (texts, intents)."""
    distances = np.asarray(model.decision_function(list(texts)), float)
    return np.stack([-distances, distances], axis=1) if distances.ndim == 1 else distances


def _fit(training_set: LabelledTexts, seed: int, *, names: bool, is_bag: bool) -> Any:
    words = TfidfVectorizer(ngram_range=(1, 1 if is_bag else 2), sublinear_tf=True)
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    vectorizers = (words,) if is_bag else (words, parts)
    model = make_pipeline(make_union(*vectorizers), LinearSVC(C=1.0, random_state=seed))
    extra_labels = sorted(set(training_set.labels)) if names else []
    texts = [*training_set.texts, *(_SEPARATORS.sub(" ", label) for label in extra_labels)]
    return model.fit(texts, [*training_set.labels, *extra_labels])


def _held_out_scores(texts: LabelledTexts, seed: int, fit: Fit) -> FloatArray:
    """Cross-validate: return the best margins of held-out texts."""
    folds = _folds(texts.labels, seed)
    scores = []
    for fold in range(FOLDS):
        training_set, held_out = texts.select(folds != fold), texts.select(folds == fold)
        if held_out and len(set(training_set.labels)) > 1:
            model = fit(training_set)
            scores.append(margins(model, held_out.texts).max(axis=1))
    return np.concatenate(scores) if scores else np.zeros(0)


def _folds(labels: Sequence[str], seed: int) -> NDArray[np.int64]:
    """Return the fold of each text, with every intent spread over as many folds as possible."""
    rng, label_array = np.random.default_rng(seed), np.array(labels, object)
    folds = np.zeros(len(labels), np.int64)
    for label in sorted(set(labels)):
        rows = rng.permutation(np.flatnonzero(label_array == label))
        folds[rows] = (np.arange(len(rows)) + rng.integers(FOLDS)) % FOLDS
    return folds


def _trained_system(model: Any, threshold: float | None, accepts: str) -> TrainedSystem:
    labels = list(model.classes_)
    min_score = -np.inf if threshold is None else threshold

    def answer_all(texts: Sequence[str]) -> list[SystemAnswer]:
        scores = margins(model, texts)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        confidences = (powers / powers.sum(axis=1, keepdims=True)).max(axis=1)
        best = zip(scores.argmax(axis=1), confidences, scores.max(axis=1), strict=True)
        return [
            SystemAnswer(labels[index], float(confidence), float(score), bool(score >= min_score))
            for index, confidence, score in best
        ]

    return TrainedSystem(
        answer_all=answer_all,
        answer=lambda text: model.predict([text])[0],
        size=_size(model),
        settings={"C": 1.0, **_sizes_of_terms(model), "sublinear_tf": True}
        | {"accepts": accepts, "threshold": threshold},
    )


def _size(model: Any) -> int:
    """Return the size of weights and terms in bytes."""
    parts = _vectorizers(model)
    terms = sum(len(term.encode()) for part in parts for term in part.vocabulary_)
    return int(model[-1].coef_.nbytes + sum(part.idf_.nbytes for part in parts) + terms)


def _sizes_of_terms(model: Any) -> dict[str, str]:
    """Return the numbers of words, or of characters of parts of words, from least to most."""
    names = {"word": "words"}
    return {
        names.get(part.analyzer, part.analyzer): "-".join(map(str, sorted({*part.ngram_range})))
        for part in _vectorizers(model)
    }


def _vectorizers(model: Any) -> list[TfidfVectorizer]:
    return [vectorizer for _, vectorizer in model[0].transformer_list]

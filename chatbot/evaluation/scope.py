"""What was refused: off-topic messages, and good questions by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.evaluation.outcomes import Outcome, in_scope, off_topic

_SCORE_BINS = 20


@dataclass(frozen=True, slots=True)
class FalseAccept:
    """An off-topic message that was answered as `intent`."""

    message: str
    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """How many messages of either kind have an in-scope score between `low` and `high`."""

    low: float
    high: float
    in_scope: int
    off_topic: int


@dataclass(frozen=True, slots=True)
class ScopeReport:
    """What became of good questions and of off-topic messages, as shares of 1.

    The questions are answered right, answered wrong or refused. The figures of the `off_topic`
    messages are None where there are none: `auroc` is the probability that a good question has a
    higher score than an off-topic message (Hanley & McNeil 1982,
    https://doi.org/10.1148/radiology.143.1.7063747).
    """

    questions: int
    answered_right: float
    answered_wrong: float
    refused: float
    off_topic: int
    off_topic_refused: float | None
    auroc: float | None
    claimed: tuple[FalseAccept, ...]
    scores: tuple[ScoreBin, ...]


def scope(judged: Sequence[Outcome]) -> ScopeReport:
    """Return what was refused of `judged`, of which at least one is in scope."""
    questions, foreign = in_scope(judged), off_topic(judged)
    claimed = [
        FalseAccept(message.message, message.got, message.confidence)
        for message in foreign
        if message.accepted
    ]
    claimed.sort(key=lambda one: (-one.confidence, one.message))
    return ScopeReport(
        questions=len(questions),
        answered_right=_share([question.accepted and question.right for question in questions]),
        answered_wrong=_share([question.accepted and not question.right for question in questions]),
        refused=_share([not question.accepted for question in questions]),
        off_topic=len(foreign),
        off_topic_refused=_share([not message.accepted for message in foreign])
        if foreign
        else None,
        auroc=_auroc(questions, foreign) if foreign else None,
        claimed=tuple(claimed),
        scores=_histogram(questions, foreign),
    )


def _share(facts: Sequence[bool]) -> float:
    return float(np.mean(facts))


def _auroc(questions: Sequence[Outcome], foreign: Sequence[Outcome]) -> float:
    high = np.array([question.score for question in questions])
    low = np.sort([message.score for message in foreign])
    below, up_to = (np.searchsorted(low, high, side=side) for side in ("left", "right"))
    return float((below + up_to).mean() / 2 / len(low))


def _histogram(questions: Sequence[Outcome], foreign: Sequence[Outcome]) -> tuple[ScoreBin, ...]:
    groups = [[one.score for one in group] for group in (questions, foreign)]
    edges = np.histogram_bin_edges(np.concatenate(groups), _SCORE_BINS)
    good, bad = (np.histogram(group, edges)[0] for group in groups)
    return tuple(
        ScoreBin(float(edges[i]), float(edges[i + 1]), int(good[i]), int(bad[i]))
        for i in range(_SCORE_BINS)
    )

"""False rejections of messages in scope, false accepts of off-topic messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from chatbot.evaluation.outcomes import Outcome, in_scope, off_topic

_SCORE_BINS = 20


@dataclass(frozen=True, slots=True)
class FalseAccept:
    """Off-topic message answered as `intent`."""

    message: str
    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """Bin of a histogram: numbers of messages with a scope score from `low` to `high`."""

    low: float
    high: float
    in_scope: int
    off_topic: int


@dataclass(frozen=True, slots=True)
class ScopeReport:
    """Numbers of messages in scope and off topic, and shares of each kind of answer, 0 to 1.

    Messages in scope are answered right, answered wrong or rejected. The figures of off-topic
    messages are None without any; `auroc` is the probability that a message in scope has a higher
    score than an off-topic message (Hanley & McNeil 1982,
    https://doi.org/10.1148/radiology.143.1.7063747).
    """

    in_scope: Annotated[int, Field(alias="questions")]
    answered_right: float
    answered_wrong: float
    false_rejection_rate: Annotated[float, Field(alias="refused")]
    off_topic: int
    off_topic_refused: float | None
    auroc: float | None
    false_accepts: Annotated[tuple[FalseAccept, ...], Field(alias="claimed")]
    scores: tuple[ScoreBin, ...]


def scope(outcomes: Sequence[Outcome]) -> ScopeReport:
    """Report of outcomes, at least one in scope."""
    good, foreign = in_scope(outcomes), off_topic(outcomes)
    return ScopeReport(
        in_scope=len(good),
        answered_right=_share([outcome.accepted and outcome.correct for outcome in good]),
        answered_wrong=_share([outcome.accepted and not outcome.correct for outcome in good]),
        false_rejection_rate=_share([not outcome.accepted for outcome in good]),
        off_topic=len(foreign),
        off_topic_refused=_share([not outcome.accepted for outcome in foreign])
        if foreign
        else None,
        auroc=_auroc(good, foreign) if foreign else None,
        false_accepts=_false_accepts(foreign),
        scores=_histogram(good, foreign),
    )


def _false_accepts(foreign: Sequence[Outcome]) -> tuple[FalseAccept, ...]:
    accepts = [
        FalseAccept(outcome.message, outcome.predicted, outcome.confidence)
        for outcome in foreign
        if outcome.accepted
    ]
    return tuple(sorted(accepts, key=lambda accept: (-accept.confidence, accept.message)))


def _share(flags: Sequence[bool]) -> float:
    return float(np.mean(flags))


def _auroc(good: Sequence[Outcome], foreign: Sequence[Outcome]) -> float:
    high = np.array([outcome.score for outcome in good])
    low = np.sort([outcome.score for outcome in foreign])
    below, up_to = (np.searchsorted(low, high, side=side) for side in ("left", "right"))
    return float((below + up_to).mean() / 2 / len(low))


def _histogram(good: Sequence[Outcome], foreign: Sequence[Outcome]) -> tuple[ScoreBin, ...]:
    groups = [[outcome.score for outcome in outcomes] for outcomes in (good, foreign)]
    edges = np.histogram_bin_edges(np.concatenate(groups), _SCORE_BINS)
    in_scope_counts, off_topic_counts = (np.histogram(group, edges)[0] for group in groups)
    return tuple(
        ScoreBin(
            float(edges[i]), float(edges[i + 1]), int(in_scope_counts[i]), int(off_topic_counts[i])
        )
        for i in range(_SCORE_BINS)
    )

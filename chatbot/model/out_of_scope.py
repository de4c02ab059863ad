"""Out-of-scope detector: tells messages that mean none of the intents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.inference import log_sum_exp
from chatbot.model.network_output import NetworkOutput

REFUSED = 0.05
"""The share of good questions that may be refused so that bad ones are."""

SCORE_NAMES = (
    "energy of the intents",
    "intents against off topic",
    "best vote of the terms",
    "nearness to the patterns",
)


@dataclass(frozen=True, slots=True)
class ScopeScores:
    """How much a message seems to be about one of the intents: the higher, the more.

    `energy` is that of the intents' logits at the temperature (Liu et al. 2020,
    https://arxiv.org/abs/2010.03759), `off_topic` by how much their logits together are above that
    of being out of scope; `linear` and `nearness` are those of the evidence. None where a network
    gives none.
    """

    energy: float | None
    off_topic: float | None
    linear: float | None = None
    nearness: float | None = None

    def given(self) -> dict[str, float]:
        """Return the scores that there are, each by its name for people."""
        named = zip(SCORE_NAMES, astuple(self), strict=True)
        return {name: score for name, score in named if score is not None}

    @classmethod
    def of(cls, evidence: NetworkOutput, temperature: float) -> ScopeScores:
        """Return the scores of a message."""
        intents, none = evidence.logits[:-1], float(evidence.logits[-1])
        energy = temperature * log_sum_exp(intents / temperature)
        return cls(energy, log_sum_exp(intents) - none, evidence.linear, evidence.nearness)


@dataclass(frozen=True, slots=True)
class ScopeDecision:
    """Whether a message is in scope: its score reaches the threshold. 0 is usual.

    `parts` are the scores that the score is the mean of, as standard deviations from what is usual.
    `known` is False where no pattern has so much as three letters of a word of the message.
    """

    accepted: bool
    score: float
    threshold: float
    parts: ScopeScores
    known: bool = True


@dataclass(frozen=True, slots=True)
class OutOfScopeDetector:
    """Tells what is in scope: the scores, each measured by what is usual, are added up.

    `usual` and `spread` are the mean and the standard deviation of the scores of good questions.
    A message is in scope whose sum is at least `threshold`, which all but a share of `refused` of
    the good questions reached.
    """

    usual: ScopeScores
    spread: ScopeScores
    threshold: float
    refused: float = REFUSED

    @classmethod
    def fit(cls, scores: Sequence[ScopeScores], refused: float = REFUSED) -> OutOfScopeDetector:
        """Return the guard for good questions with these scores."""
        columns = np.array([astuple(each) for each in scores], np.float64)  # None becomes nan
        usual = ScopeScores(*_numbers(columns.mean(axis=0)))
        spread = ScopeScores(*_numbers(np.maximum(columns.std(axis=0), 1e-6)))
        drawn = cls(usual, spread, 0.0, refused)
        reached = [drawn.judge(each).score for each in scores]
        threshold = float(np.quantile(reached, refused, method="lower"))
        return cls(usual, spread, threshold, refused)

    def judge(self, scores: ScopeScores, known: bool = True) -> ScopeDecision:
        """Return what the scores of a message come to."""
        triples = zip(astuple(scores), astuple(self.usual), astuple(self.spread), strict=True)
        parts = [None if s is None else (s - mean) / width for s, mean, width in triples]
        given = [part for part in parts if part is not None]
        score = sum(given) / len(given)
        accepted = known and score >= self.threshold
        return ScopeDecision(accepted, score, self.threshold, ScopeScores(*parts), known)


def _numbers(row: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(number) else float(number) for number in row]

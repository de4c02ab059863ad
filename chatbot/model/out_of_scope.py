"""Out-of-scope detector: recognises messages without any of the intents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from chatbot.inference import log_sum_exp
from chatbot.model.network_output import NetworkOutput

FALSE_REJECTION_RATE = 0.05
"""Tolerated share of in-scope messages rejected by mistake."""


@dataclass(frozen=True, slots=True)
class ScopeScores:
    """Scores of a message: the higher, the likelier to be about an intent.

    `energy` is the energy of the intents' logits at the temperature (Liu et al. 2020,
    https://arxiv.org/abs/2010.03759), `off_topic` the margin of the intents' joint logit over the
    out-of-scope logit; `linear` and `nearness` are copied from the network output. None for a
    network without such an output.
    """

    energy: float | None
    off_topic: float | None
    linear: float | None = None
    nearness: float | None = None

    def values(self) -> tuple[Any, ...]:
        """Return the scores in the order of the fields; `dataclasses.astuple` copies deeply."""
        return self.energy, self.off_topic, self.linear, self.nearness

    def given(self) -> dict[str, float]:
        """Return the scores other than None, by the names of the fields."""
        return {name: score for name, score in asdict(self).items() if score is not None}

    @classmethod
    def of(cls, output: NetworkOutput, temperature: float) -> ScopeScores:
        """Compute the scores of a message."""
        intents, none = output.logits[:-1], float(output.logits[-1])
        energy = temperature * log_sum_exp(intents / temperature)
        return cls(energy, log_sum_exp(intents) - none, output.linear, output.nearness)


@dataclass(frozen=True, slots=True)
class ScopeDecision:
    """Scope of a message: accepted if the score reaches the threshold, usually 0.

    The score is the mean of `parts`, standard scores: deviations from the mean of in-scope
    messages, in standard deviations. A message not `in_vocabulary` is never accepted.
    """

    accepted: bool
    score: float
    threshold: float
    parts: ScopeScores
    in_vocabulary: bool = True


@dataclass(frozen=True, slots=True)
class OutOfScopeDetector:
    """Accepts a message with a mean standard score of at least `threshold`.

    `mean` and `standard_deviation` are taken over the scores of in-scope messages; the threshold
    rejects a share of `false_rejection_rate` of in-scope messages.
    """

    mean: Annotated[ScopeScores, Field(alias="usual")]
    standard_deviation: Annotated[ScopeScores, Field(alias="spread")]
    threshold: float
    false_rejection_rate: Annotated[float, Field(alias="refused")] = FALSE_REJECTION_RATE

    @classmethod
    def fit(
        cls, scores: Sequence[ScopeScores], false_rejection_rate: float = FALSE_REJECTION_RATE
    ) -> OutOfScopeDetector:
        """Fit the detector to the scores of in-scope messages."""
        columns = np.array([row.values() for row in scores], np.float64)  # None becomes nan
        mean = ScopeScores(*_numbers(columns.mean(axis=0)))
        deviation = ScopeScores(*_numbers(np.maximum(columns.std(axis=0), 1e-6)))
        draft = cls(mean, deviation, 0.0, false_rejection_rate)
        means = [draft.decide(row).score for row in scores]
        threshold = float(np.quantile(means, false_rejection_rate, method="lower"))
        return cls(mean, deviation, threshold, false_rejection_rate)

    def decide(self, scores: ScopeScores, in_vocabulary: bool = True) -> ScopeDecision:
        """Decide whether a message with the given scores is in scope."""
        columns = (scores.values(), self.mean.values(), self.standard_deviation.values())
        parts = [
            None if score is None else (score - mean) / deviation
            for score, mean, deviation in zip(*columns, strict=True)
        ]
        given = [part for part in parts if part is not None]
        score = sum(given) / len(given)
        accepted = in_vocabulary and score >= self.threshold
        return ScopeDecision(accepted, score, self.threshold, ScopeScores(*parts), in_vocabulary)


def _numbers(row: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(number) else float(number) for number in row]

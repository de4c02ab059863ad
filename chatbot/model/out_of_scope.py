"""Out-of-scope detector: tells messages that mean none of the intents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from chatbot.inference import log_sum_exp
from chatbot.model.network_output import NetworkOutput

FALSE_REJECTION_RATE = 0.05
"""Share of in-scope messages that may be rejected by mistake."""


@dataclass(frozen=True, slots=True)
class ScopeScores:
    """Scores of a message: the higher, the more it seems to be about one of the intents.

    `energy` is that of the intents' logits at the temperature (Liu et al. 2020,
    https://arxiv.org/abs/2010.03759), `off_topic` the margin of their joint logit over that of
    being out of scope; `linear` and `nearness` are those of the network output. None where a
    network has no such output.
    """

    energy: float | None
    off_topic: float | None
    linear: float | None = None
    nearness: float | None = None

    def given(self) -> dict[str, float]:
        """Return the scores that are not None, by the names of their fields."""
        return {name: score for name, score in asdict(self).items() if score is not None}

    @classmethod
    def of(cls, output: NetworkOutput, temperature: float) -> ScopeScores:
        """Compute the scores of a message."""
        intents, none = output.logits[:-1], float(output.logits[-1])
        energy = temperature * log_sum_exp(intents / temperature)
        return cls(energy, log_sum_exp(intents) - none, output.linear, output.nearness)


@dataclass(frozen=True, slots=True)
class ScopeDecision:
    """Scope of a message: accepted where the score reaches the threshold; its usual value is 0.

    The score is the mean of `parts`, which are standard scores: deviations from the mean of
    in-scope messages, in standard deviations. A message that is not `in_vocabulary` is never
    accepted.
    """

    accepted: bool
    score: float
    threshold: float
    parts: ScopeScores
    in_vocabulary: bool = True


@dataclass(frozen=True, slots=True)
class OutOfScopeDetector:
    """Accepts a message whose mean standard score is at least `threshold`.

    `mean` and `standard_deviation` are those of the scores of in-scope messages, of which the
    threshold rejects a share of `false_rejection_rate`.
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
        columns = np.array([astuple(row) for row in scores], np.float64)  # None becomes nan
        mean = ScopeScores(*_numbers(columns.mean(axis=0)))
        deviation = ScopeScores(*_numbers(np.maximum(columns.std(axis=0), 1e-6)))
        draft = cls(mean, deviation, 0.0, false_rejection_rate)
        means = [draft.decide(row).score for row in scores]
        threshold = float(np.quantile(means, false_rejection_rate, method="lower"))
        return cls(mean, deviation, threshold, false_rejection_rate)

    def decide(self, scores: ScopeScores, in_vocabulary: bool = True) -> ScopeDecision:
        """Decide whether a message with these scores is in scope."""
        columns = (astuple(scores), astuple(self.mean), astuple(self.standard_deviation))
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

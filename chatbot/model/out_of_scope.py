"""Out-of-scope detector: recognises messages without any of the intents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from chatbot.inference import log_sum_exp
from chatbot.model.network_output import NetworkOutput

FALSE_REJECTION_RATE = 0.05
"""Tolerated share of in-scope messages rejected by mistake."""

_FEWEST_TESTS, _MANY_TESTS = 100, 200
"""Numbers of tests from which on they raise the threshold, and raise it as far as they may."""

_OFF_TOPIC = 0.0025
"""Share of off-topic messages that a lowered threshold accepts, times that of rejected good ones.

At most 5% of them are accepted where 5% of good questions may be rejected.
"""

_OF_TESTS, _OF_HELD_OUT = 0.2, 3.0
"""Shares of tests and held-out patterns that a raised threshold rejects, as parts of the rate."""


@dataclass(frozen=True, slots=True)
class ScopeScores:
    """Scores of a message: the higher, the likelier to be about an intent.

    `energy` is the energy of the intents' logits at the temperature (Liu et al. 2020,
    https://arxiv.org/abs/2010.03759), `off_topic` the margin of the intents' joint logit over the
    out-of-scope logit, `coverage` the share of content words that the likeliest intent knows;
    `linear`, `nearness` and `topic` are copied from the network output. None for a network without
    such an output.
    """

    energy: float | None
    off_topic: float | None
    linear: float | None = None
    nearness: float | None = None
    topic: float | None = None
    coverage: float | None = None

    def values(self) -> tuple[Any, ...]:
        """Return the scores in the order of the fields; `dataclasses.astuple` copies deeply."""
        scores = self.energy, self.off_topic, self.linear, self.nearness
        return *scores, self.topic, self.coverage

    def given(self) -> dict[str, float]:
        """Return the scores other than None, by the names of the fields."""
        return {name: score for name, score in asdict(self).items() if score is not None}

    @classmethod
    def of(cls, output: NetworkOutput, temperature: float) -> ScopeScores:
        """Compute the scores of a message."""
        intents, none = output.logits[:-1], float(output.logits[-1])
        energy = temperature * log_sum_exp(intents / temperature)
        coverage = output.coverage
        return cls(
            energy,
            log_sum_exp(intents) - none,
            output.linear,
            output.nearness,
            output.topic,
            None if coverage is None else float(coverage[intents.argmax()]),
        )


EVEN = ScopeScores(1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
"""Weights of scores that count alike."""

_OF_SENTENCES = ScopeScores(0.0, 2.0, 0.0, 1.0, 1.0, 1.0)
"""Weights where a network compares sentence vectors: what it makes of words adds nothing then."""

_USUAL_DEVIATION = ScopeScores(0.5, 0.5, 0.3, 0.05, 2.0, 0.25)
"""Standard deviations of scores, a little less than of a bot with dozens of patterns.

Below, few patterns agree in a score by chance: one unknown word would decide alone.
"""

_LEAST_WEIGHT = 0.01


@dataclass(frozen=True, slots=True)
class ScopeDecision:
    """Scope of a message: accepted if the score reaches the threshold, usually 0.

    The score is the weighted mean of `parts`, the scores with a weight, as standard scores:
    deviations from the mean of in-scope messages, in standard deviations. A message not
    `in_vocabulary` is never accepted.
    """

    accepted: bool
    score: float
    threshold: float
    parts: ScopeScores
    in_vocabulary: bool = True


@dataclass(frozen=True, slots=True)
class OutOfScopeDetector:
    """Accepts a message with a mean standard score, by `weights`, of at least `threshold`.

    `mean` and `standard_deviation` are taken over the scores of in-scope messages. A score in which
    these hardly differ tells little: its deviation is taken for larger, and its weight is less. The
    threshold rejects a share of `false_rejection_rate` of in-scope messages. Scores without a mean,
    which an earlier version did not know, do not count.
    """

    mean: Annotated[ScopeScores, Field(alias="usual")]
    standard_deviation: Annotated[ScopeScores, Field(alias="spread")]
    threshold: float
    false_rejection_rate: Annotated[float, Field(alias="refused")] = FALSE_REJECTION_RATE
    weights: ScopeScores = EVEN

    @classmethod
    def fit(
        cls, scores: Sequence[ScopeScores], false_rejection_rate: float = FALSE_REJECTION_RATE
    ) -> OutOfScopeDetector:
        """Fit the detector to the scores of in-scope messages."""
        columns = np.array([row.values() for row in scores], np.float64)  # None becomes nan
        mean = ScopeScores(*_numbers(columns.mean(axis=0)))
        deviations, usual = columns.std(axis=0), np.array(_USUAL_DEVIATION.values())
        deviation = ScopeScores(*_numbers(np.maximum(deviations, usual)))
        weights = _weighed(EVEN if mean.topic is None else _OF_SENTENCES, deviations / usual)
        draft = cls(mean, deviation, 0.0, false_rejection_rate, weights)
        means = [draft.decide(row).score for row in scores]
        threshold = float(np.quantile(means, false_rejection_rate, method="lower"))
        return replace(draft, threshold=threshold)

    def lowered(
        self, off_topic: Sequence[ScopeScores], count: int, held_out: Sequence[ScopeScores]
    ) -> OutOfScopeDetector:
        """Return the detector with a threshold as low as `count` off-topic messages allow.

        Of few held-out patterns, a single one decides. Where next to no off-topic message comes
        near the threshold, it rejects good questions for nothing. It stays at the score of the
        lowest pattern. `off_topic` are the scores of those messages that have a known word; the
        more good questions may be rejected, the fewer of them are accepted.
        """
        most = int(count * _OFF_TOPIC / max(self.false_rejection_rate, _OFF_TOPIC))
        highest = sorted((self.decide(row).score for row in off_topic), reverse=True)[:most]
        if not highest:
            return self
        lowest = min(self.decide(row).score for row in held_out)
        return replace(self, threshold=min(self.threshold, max(lowest, highest[-1])))

    def raised(
        self, tests: Sequence[ScopeScores], held_out: Sequence[ScopeScores], weight: float
    ) -> OutOfScopeDetector:
        """Return the detector with a threshold raised by `weight` of what the `tests` allow.

        Patterns are written to differ, and the held-out ones are less like the others than most
        messages are: a threshold that rejects 5% of them rejects next to none of the messages. It
        may rise until it rejects a fifth of that share of the tests, or three times that share of
        the held-out patterns.
        """
        if not weight or not tests or not held_out:
            return self
        shares = self.false_rejection_rate * _OF_TESTS, self.false_rejection_rate * _OF_HELD_OUT
        highest = min(
            float(
                np.quantile([self.decide(row).score for row in rows], min(share, 1), method="lower")
            )
            for rows, share in zip((tests, held_out), shares, strict=True)
        )
        rise = max(highest - self.threshold, 0.0)
        return replace(self, threshold=self.threshold + weight * rise)

    def decide(self, scores: ScopeScores, in_vocabulary: bool = True) -> ScopeDecision:
        """Decide whether a message with the given scores is in scope."""
        columns = (scores.values(), self.mean.values(), self.standard_deviation.values())
        parts = [
            None if score is None or mean is None or not weight else (score - mean) / deviation
            for score, mean, deviation, weight in zip(*columns, self.weights.values(), strict=True)
        ]
        weighted = [
            (weight, part)
            for weight, part in zip(self.weights.values(), parts, strict=True)
            if part is not None
        ]
        score = sum(weight * part for weight, part in weighted)
        score /= sum(weight for weight, _ in weighted)
        accepted = in_vocabulary and score >= self.threshold
        return ScopeDecision(accepted, score, self.threshold, ScopeScores(*parts), in_vocabulary)


def weight_of_tests(count: int) -> float:
    """Return the part of the way, 0 to 1, that so many tests raise a threshold."""
    return min(max((count - _FEWEST_TESTS) / (_MANY_TESTS - _FEWEST_TESTS), 0.0), 1.0)


def _weighed(weights: ScopeScores, spreads: NDArray[np.float64]) -> ScopeScores:
    """Weights, less for scores with a spread of less than 1; those that are missing stay."""
    shares = np.nan_to_num(np.clip(spreads, _LEAST_WEIGHT, 1), nan=1.0)
    return ScopeScores(*(shares * weights.values()).tolist())


def _numbers(row: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(number) else float(number) for number in row]

"""What can be concluded from a network's evidence: confidences, and whether to answer at all.

Everything here is chosen from messages that the network had not learnt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from chatbot.evidence import Evidence
from chatbot.graph import log_sum_exp, softmax

REFUSED = 0.05
"""The share of good questions that may be refused so that bad ones are."""

_RESCUED = 1 / 4
"""Of the messages that are misunderstood, the share whose intent is to be in the prediction set."""

_TEMPERATURES = np.geomspace(0.2, 5, 65)


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
    def of(cls, evidence: Evidence, temperature: float) -> ScopeScores:
        """Return the scores of a message."""
        intents, none = evidence.logits[:-1], float(evidence.logits[-1])
        energy = temperature * log_sum_exp(intents / temperature)
        return cls(energy, log_sum_exp(intents) - none, evidence.linear, evidence.nearness)


@dataclass(frozen=True, slots=True)
class ScopeVerdict:
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
class Guard:
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
    def fit(cls, scores: Sequence[ScopeScores], refused: float = REFUSED) -> Guard:
        """Return the guard for good questions with these scores."""
        columns = np.array([astuple(each) for each in scores], np.float64)  # None becomes nan
        usual = ScopeScores(*_numbers(columns.mean(axis=0)))
        spread = ScopeScores(*_numbers(np.maximum(columns.std(axis=0), 1e-6)))
        drawn = cls(usual, spread, 0.0, refused)
        reached = [drawn.judge(each).score for each in scores]
        threshold = float(np.quantile(reached, refused, method="lower"))
        return cls(usual, spread, threshold, refused)

    def judge(self, scores: ScopeScores, known: bool = True) -> ScopeVerdict:
        """Return what the scores of a message come to."""
        triples = zip(astuple(scores), astuple(self.usual), astuple(self.spread), strict=True)
        parts = [None if s is None else (s - mean) / width for s, mean, width in triples]
        given = [part for part in parts if part is not None]
        score = sum(given) / len(given)
        accepted = known and score >= self.threshold
        return ScopeVerdict(accepted, score, self.threshold, ScopeScores(*parts), known)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How to read a network's evidence.

    Logits divided by `temperature` give probabilities that are right as often as they say (Guo et
    al. 2017, https://arxiv.org/abs/1706.04599). Intents of at least the probability `smallest`
    make up the prediction set, which holds the right one in a share of `coverage` of all cases
    (split conformal prediction, Angelopoulos & Bates 2021, https://arxiv.org/abs/2107.07511).
    """

    temperature: float
    guard: Guard
    smallest: float
    coverage: float

    @classmethod
    def fit(
        cls,
        evidence: Sequence[Evidence],
        labels: NDArray[np.int64],
        refused: float = REFUSED,
    ) -> Calibration:
        """Return the calibration for messages that were not learnt, and their true intents.

        The logits of intents that a message cannot have are minus infinity. A good question is one
        that would be answered rightly: nothing is lost with a wrong answer. The coverage is what
        the network understands, and a quarter of the rest: with less, it would keep silent about
        what it knows, and with all of the rest, ask back about everything. Of n messages it is at
        most n / (n + 1): all that they can promise of anything but the set of all intents, about
        which nobody wants to be asked.
        """
        logits = np.stack([each.logits[:-1] for each in evidence]).astype(np.float64)
        temperature = min(_TEMPERATURES, key=lambda t: _surprise(logits / t, labels))
        true = softmax(logits / temperature)[np.arange(len(labels)), labels]
        right = logits.argmax(axis=1) == labels
        wanted = float(right.mean() + _RESCUED * (1 - right.mean()))
        coverage = min(wanted, len(labels) / (len(labels) + 1))
        scores = [ScopeScores.of(each, float(temperature)) for each in evidence]
        good = [score for score, is_right in zip(scores, right, strict=True) if is_right]
        guard = Guard.fit(good or scores, refused)
        return cls(float(temperature), guard, _conformal(true, coverage), coverage)

    def to_json(self) -> str:
        """Return the calibration as a JSON text, from which `from_json` makes an equal one."""
        return _CALIBRATION.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        """Return the calibration that `to_json` wrote."""
        return _CALIBRATION.validate_json(text)


_CALIBRATION = TypeAdapter(Calibration)


def _numbers(row: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(number) else float(number) for number in row]


def _surprise(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The mean negative log-likelihood of the true intents."""
    true = softmax(logits)[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(true, 1e-12)).mean())


def _conformal(true: NDArray[np.float64], coverage: float) -> float:
    """The probability that a share of `coverage` of new messages' intents has, or more.

    With n messages it is the one of rank floor((n + 1) (1 - coverage)) from below; 0 where they
    are too few to promise anything, so that every intent is in the set.
    """
    rank = len(true) + 1 - ceil((len(true) + 1) * coverage - 1e-9)
    return float(np.sort(true)[rank - 1]) if rank else 0.0

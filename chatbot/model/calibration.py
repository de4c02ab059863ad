"""What can be concluded from a network's evidence: confidences, and whether to answer at all.

Everything here is chosen from messages that the network had not learnt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from chatbot.inference import softmax
from chatbot.model.network_output import NetworkOutput
from chatbot.model.out_of_scope import REFUSED, OutOfScopeDetector, ScopeScores

_RESCUED = 1 / 4
"""Of the messages that are misunderstood, the share whose intent is to be in the prediction set."""

_TEMPERATURES = np.geomspace(0.2, 5, 65)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How to read a network's evidence.

    Logits divided by `temperature` give probabilities that are right as often as they say (Guo et
    al. 2017, https://arxiv.org/abs/1706.04599). Intents of at least the probability `smallest`
    make up the prediction set, which holds the right one in a share of `coverage` of all cases
    (split conformal prediction, Angelopoulos & Bates 2021, https://arxiv.org/abs/2107.07511).
    """

    temperature: float
    guard: OutOfScopeDetector
    smallest: float
    coverage: float

    @classmethod
    def fit(
        cls,
        evidence: Sequence[NetworkOutput],
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
        guard = OutOfScopeDetector.fit(good or scores, refused)
        return cls(float(temperature), guard, _conformal(true, coverage), coverage)

    def to_json(self) -> str:
        """Return the calibration as a JSON text, from which `from_json` makes an equal one."""
        return _CALIBRATION.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        """Return the calibration that `to_json` wrote."""
        return _CALIBRATION.validate_json(text)


_CALIBRATION = TypeAdapter(Calibration)


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

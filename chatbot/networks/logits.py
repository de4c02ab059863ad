"""What a Keras network says of many messages at once, before and while it learns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from chatbot.dataset.examples import Examples
from chatbot.features.arrays import MessageBatch
from chatbot.features.extractor import FeatureExtractor
from chatbot.networks.learner import Learner, outputs

FloatArray = NDArray[np.float32]
Sentences = Sequence[Sequence[str]]

_MOST_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class LogitsWatch:
    """Held-out messages on which a network is watched while it learns.

    `votes` is what its linear branches say of them, shape (n, outputs), which stays as it is.
    """

    held_out: Examples
    extractor: FeatureExtractor
    votes: FloatArray

    @classmethod
    def on(cls, held_out: Examples, model: keras.Model, extractor: FeatureExtractor) -> LogitsWatch:
        """Return a watch on messages for a network whose linear branches are those of `model`."""
        if not held_out:
            return cls(held_out, extractor, np.zeros((0, 1), np.float32))
        joint, learning = _logits(model, held_out.sentences, extractor)
        return cls(held_out, extractor, joint - learning)

    def accuracy(self, learner: Learner) -> float | None:
        """Return the share of the messages that it understands; None when there are none."""
        if not self.held_out:
            return None
        found = [
            learner.logits(
                inputs_of(learner.model, self.extractor.encode_batch(some, with_terms=False))
            )
            for some in _parts(self.held_out.sentences)
        ]
        scores = self.votes + np.concatenate(found)
        return float(np.mean(scores[:, :-1].argmax(axis=1) == self.held_out.labels))


def logits(model: keras.Model, sentences: Sentences, extractor: FeatureExtractor) -> FloatArray:
    """Return the logits of `sentences`, shape (n, outputs)."""
    return _logits(model, sentences, extractor)[0]


def inputs_of(model: keras.Model, batch: MessageBatch) -> list[NDArray[Any]]:
    """Return what the network reads of a batch."""
    arrays = batch.arrays()
    return [arrays[each.name] for each in model.inputs]


def _logits(
    model: keras.Model, sentences: Sentences, extractor: FeatureExtractor
) -> tuple[FloatArray, FloatArray]:
    """Those to answer with, and those that learn."""
    found = [
        outputs(model, inputs_of(model, extractor.encode_batch(some))) for some in _parts(sentences)
    ]
    return np.concatenate([each[0] for each in found]), np.concatenate([each[-1] for each in found])


def _parts(sentences: Sentences) -> Iterator[Sentences]:
    return (sentences[at : at + _MOST_AT_ONCE] for at in range(0, len(sentences), _MOST_AT_ONCE))

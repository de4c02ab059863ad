"""Logits of a learner for many messages, after and during training."""

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
from chatbot.networks.learner import FloatArray, Learner

Sentences = Sequence[Sequence[str]]

_BATCH_SIZE = 256


@dataclass(frozen=True, slots=True)
class ValidationMonitor:
    """Held-out messages for the validation accuracy during training.

    `linear_logits` is the output of the linear branches, constant during training: shape
    (n, outputs).
    """

    held_out: Examples
    extractor: FeatureExtractor
    linear_logits: FloatArray

    @classmethod
    def of(
        cls, held_out: Examples, learner: Learner, extractor: FeatureExtractor
    ) -> ValidationMonitor:
        """Return a monitor with the linear branches of `learner`."""
        if not held_out:
            return cls(held_out, extractor, np.zeros((0, 1), np.float32))
        joint, trainable = _joint_and_trainable(learner, held_out.sentences, extractor)
        return cls(held_out, extractor, joint - trainable)

    def accuracy(self, learner: Learner) -> float | None:
        """Return the accuracy on the held-out messages; None without held-out messages."""
        if not self.held_out:
            return None
        inputs = (
            trainable_inputs(learner.model, sentences, self.extractor)
            for sentences in _batches(self.held_out.sentences)
        )
        trainable = [learner.logits(arrays)[1] for arrays in inputs]
        joint = self.linear_logits + np.concatenate(trainable)
        return float(np.mean(joint[:, :-1].argmax(axis=1) == self.held_out.labels))


def logits(learner: Learner, sentences: Sentences, extractor: FeatureExtractor) -> FloatArray:
    """Return the joint logits of `sentences`, shape (n, outputs)."""
    return _joint_and_trainable(learner, sentences, extractor)[0]


def trainable_inputs(
    model: keras.Model, sentences: Sentences, extractor: FeatureExtractor
) -> list[NDArray[Any]]:
    """Return the inputs for the trainable logits of messages, with padding for what these ignore.

    The layers over the terms are solved before, and a network that reads pieces reads no words.
    """
    reads_words = "sentences" in {tensor.name for tensor in model.inputs}
    batch = extractor.encode_batch(sentences, with_terms=False, with_words=reads_words)
    return inputs_of(model, batch)


def inputs_of(model: keras.Model, batch: MessageBatch) -> list[NDArray[Any]]:
    """Return the arrays of a batch in the order of the network's inputs."""
    arrays = batch.arrays()
    return [arrays[tensor.name] for tensor in model.inputs]


def _joint_and_trainable(
    learner: Learner, sentences: Sentences, extractor: FeatureExtractor
) -> tuple[FloatArray, FloatArray]:
    """Joint logits and trainable logits."""
    batches = map(extractor.encode_batch, _batches(sentences))
    by_batch = [learner.logits(inputs_of(learner.model, batch)) for batch in batches]
    joint, trainable = map(np.concatenate, zip(*by_batch, strict=True))
    return joint, trainable


def _batches(sentences: Sentences) -> Iterator[Sentences]:
    starts = range(0, len(sentences), _BATCH_SIZE)
    return (sentences[start : start + _BATCH_SIZE] for start in starts)

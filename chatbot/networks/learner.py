"""Networks that learn, compiled once for all that are of about the same size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import keras
import tensorflow as tf

from chatbot.networks.adamw import AdamW
from chatbot.networks.builders import build
from chatbot.networks.shape import NetworkShape


class Learner:
    """A network with all that it takes to learn.

    To compile it takes longer than to learn fifty patterns. So the networks of a cross-validation,
    which differ in the words that they know, are this one, started again: its tables have room.
    """

    def __init__(self, shape: NetworkShape, seed: int, decay: float, smoothing: float) -> None:
        # Not for each network: what is compiled is forgotten with it.
        keras.utils.set_random_seed(seed)
        self.model = build(shape)
        self._smoothing = smoothing
        self._learning = self.model.trainable_variables
        self._optimizer = AdamW(self._learning, decay)
        # The random numbers of the dropout are among the variables.
        self._first = [(each, each.numpy()) for each in self.model.variables]
        inputs = [tf.TensorSpec(each.shape, each.dtype) for each in self.model.inputs]
        numbers, weights = tf.TensorSpec((None,), tf.int32), tf.TensorSpec((None,), tf.float32)
        rate = tf.TensorSpec((), tf.float32)
        read = [inputs, numbers, weights, rate]
        self._step = tf.function(self._learn, input_signature=read, autograph=False)
        self._logits = tf.function(self._read, input_signature=[inputs], autograph=False)

    def restart(self) -> None:
        """Forget all that was learnt."""
        self._optimizer.restart()
        for variable, value in self._first:
            variable.assign(value)

    def learn(self, inputs: Sequence[Any], labels: Any, weights: Any, rate: float) -> Any:
        """Learn from one batch, and return its mean loss and accuracy, shape (2,).

        It takes the inputs of `model`, and labels and weights per message.
        """
        return self._step(list(inputs), labels, weights, rate).numpy()

    def logits(self, inputs: Sequence[Any]) -> Any:
        """Return the logits that learn, without those of linear branches: (messages, outputs)."""
        return self._logits(list(inputs)).numpy()

    def teach(self, model: keras.Model) -> None:
        """Give a network of the size that was wanted all that was learnt."""
        for ours, theirs in zip(self._learning, model.trainable_variables, strict=True):
            theirs.assign(ours.numpy()[tuple(map(slice, theirs.shape))])

    def _learn(self, inputs: Any, labels: Any, weights: Any, rate: Any) -> Any:
        with tf.GradientTape() as tape:
            logits = outputs(self.model, inputs, training=True)[-1]
            loss = _loss(logits, labels, weights, self._smoothing)
        self._optimizer.apply(tape.gradient(loss, self._learning), rate)
        right = tf.equal(tf.argmax(logits, 1, labels.dtype), labels)
        return tf.stack([loss, tf.reduce_mean(tf.cast(right, tf.float32))])

    def _read(self, inputs: Any) -> Any:
        return outputs(self.model, inputs)[-1]


@lru_cache(1)
def _kept_learner(shape: NetworkShape, seed: int, decay: float, smoothing: float) -> Learner:
    return Learner(shape, seed, decay, smoothing)


def new_learner(shape: NetworkShape, seed: int, decay: float, smoothing: float) -> Learner:
    """Return a learner that has learnt nothing, in place of the one before: there is one at a time.

    `shape` must have room for what it is to know. The same seed makes it the same. `decay` is that
    of the weights, `smoothing` that of the labels.
    """
    # Terms are read by what is solved, not by what learns.
    learner = _kept_learner(replace(shape, terms=1), seed, decay, smoothing)
    learner.restart()
    return learner


def outputs(model: keras.Model, inputs: Sequence[Any], *, training: bool = False) -> list[Any]:
    """Return the logits to answer with and those that learn; Keras lists no single output."""
    found = model(inputs, training=training)
    return found if isinstance(found, list) else [found]


def _loss(logits: Any, labels: Any, weights: Any, smoothing: float) -> Any:
    """Weighted mean cross-entropy with smoothed labels (https://arxiv.org/abs/1512.00567)."""
    classes = logits.shape[-1]
    wanted = tf.one_hot(labels, classes) * (1 - smoothing) + smoothing / classes
    return tf.reduce_mean(weights * tf.nn.softmax_cross_entropy_with_logits(wanted, logits))

"""Trainer of a network batch by batch, compiled once for networks of similar size."""

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
    """Network with optimizer and compiled training step.

    Compiling takes longer than training on fifty patterns. So a cross-validation restarts the same
    learner for every fold: the tables have room for the vocabulary of any fold.
    """

    def __init__(self, shape: NetworkShape, seed: int, decay: float, smoothing: float) -> None:
        # Not at every restart: a new seed would discard the compiled functions.
        keras.utils.set_random_seed(seed)
        self.model = build(shape)
        self._smoothing = smoothing
        self._variables = self.model.trainable_variables
        self._optimizer = AdamW(self._variables, decay)
        # The states of the dropout's random numbers are among the variables.
        self._initial = [(variable, variable.numpy()) for variable in self.model.variables]
        inputs = [tf.TensorSpec(tensor.shape, tensor.dtype) for tensor in self.model.inputs]
        labels, weights = tf.TensorSpec((None,), tf.int32), tf.TensorSpec((None,), tf.float32)
        rate = tf.TensorSpec((), tf.float32)
        signature = [inputs, labels, weights, rate]
        self._step = tf.function(self._train, input_signature=signature, autograph=False)
        self._logits = tf.function(self._predict, input_signature=[inputs], autograph=False)

    def restart(self) -> None:
        """Reset weights, dropout and optimizer to the state before training."""
        self._optimizer.restart()
        for variable, value in self._initial:
            variable.assign(value)

    def train_on_batch(self, inputs: Sequence[Any], labels: Any, weights: Any, rate: float) -> Any:
        """Train on a batch, and return mean loss and accuracy, shape (2,).

        Takes the inputs of `model`, and labels and weights of the messages, shape (messages,).
        """
        return self._step(list(inputs), labels, weights, rate).numpy()

    def logits(self, inputs: Sequence[Any]) -> Any:
        """Return the trainable logits, without linear branches: shape (messages, outputs)."""
        return self._logits(list(inputs)).numpy()

    def copy_weights_to(self, model: keras.Model) -> None:
        """Copy the trained weights to a network with tables of the same or smaller size."""
        for source, target in zip(self._variables, model.trainable_variables, strict=True):
            target.assign(source.numpy()[tuple(map(slice, target.shape))])

    def _train(self, inputs: Any, labels: Any, weights: Any, rate: Any) -> Any:
        with tf.GradientTape() as tape:
            logits = outputs(self.model, inputs, training=True)[-1]
            loss = _loss(logits, labels, weights, self._smoothing)
        self._optimizer.apply(tape.gradient(loss, self._variables), rate)
        correct = tf.equal(tf.argmax(logits, 1, labels.dtype), labels)
        return tf.stack([loss, tf.reduce_mean(tf.cast(correct, tf.float32))])

    def _predict(self, inputs: Any) -> Any:
        return outputs(self.model, inputs)[-1]


@lru_cache(1)
def _cached_learner(shape: NetworkShape, seed: int, decay: float, smoothing: float) -> Learner:
    return Learner(shape, seed, decay, smoothing)


def new_learner(shape: NetworkShape, seed: int, decay: float, smoothing: float) -> Learner:
    """Return an untrained learner. There is a single learner at a time, restarted if it fits.

    `shape` must have room for the vocabulary. The same seed gives the same weights. `decay` is the
    weight decay, `smoothing` the label smoothing.
    """
    # Linear branches are solved separately, so the number of terms does not matter.
    learner = _cached_learner(replace(shape, terms=1), seed, decay, smoothing)
    learner.restart()
    return learner


def outputs(model: keras.Model, inputs: Sequence[Any], *, training: bool = False) -> list[Any]:
    """Return all outputs of a network as a list; Keras returns a single output without a list."""
    tensors = model(inputs, training=training)
    return tensors if isinstance(tensors, list) else [tensors]


def _loss(logits: Any, labels: Any, weights: Any, smoothing: float) -> Any:
    """Weighted mean cross-entropy with smoothed labels (https://arxiv.org/abs/1512.00567)."""
    classes = logits.shape[-1]
    targets = tf.one_hot(labels, classes) * (1 - smoothing) + smoothing / classes
    return tf.reduce_mean(weights * tf.nn.softmax_cross_entropy_with_logits(targets, logits))

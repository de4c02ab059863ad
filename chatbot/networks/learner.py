"""Trainer of a network batch by batch, compiled once for networks of similar size."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from chatbot.networks.adamw import AdamW
from chatbot.networks.builders import DEEP, build
from chatbot.networks.shape import NetworkShape

FloatArray = NDArray[np.float32]

# Grappler rewrites each graph for a third of a second, and no step is quicker afterwards.
tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})


class Learner:
    """Network with optimizer and compiled training step.

    Building and compiling takes longer than training on fifty patterns. So a training restarts the
    same learner for every fold: the tables have room for the vocabulary of any fold.
    """

    def __init__(self, model: keras.Model, decay: float) -> None:
        self.model = model
        self._variables = self.model.trainable_variables
        self._optimizer = AdamW(self._variables, decay)
        # The states of the dropout's random numbers are among the variables.
        self._initial = [(variable, variable.numpy()) for variable in self.model.variables]
        self._inputs = [tf.TensorSpec(tensor.shape, tensor.dtype) for tensor in model.inputs]

    def restart(self) -> None:
        """Reset weights, linear heads, dropout and optimizer to the state before training."""
        self._optimizer.restart()
        for variable, value in self._initial:
            variable.assign(value)

    def silence(self) -> None:
        """Set the trainable logits to 0: the linear branches answer alone.

        Only for networks whose layer `DEEP` is dense.
        """
        deep = self.model.get_layer(DEEP)
        deep.set_weights([np.zeros_like(weights) for weights in deep.get_weights()])

    def train_on_batch(self, inputs: Sequence[Any], targets: Any, weights: Any, rate: float) -> Any:
        """Train on a batch, and return mean loss and accuracy, shape (2,).

        Takes the inputs of `model`, the probabilities to learn, shape (messages, outputs), and the
        weights of the messages, shape (messages,).
        """
        arrays = (tf.constant(array) for array in (targets, weights, rate))
        return self._step(_tensors(inputs), *arrays).numpy()

    def logits(self, inputs: Sequence[Any]) -> tuple[FloatArray, FloatArray]:
        """Return joint and trainable logits, with and without linear branches: (messages, outputs).

        Much faster than a call of `model`, with one operation after the other.
        """
        joint, trainable = self._outputs(_tensors(inputs))
        return joint.numpy(), trainable.numpy()

    @cached_property
    def _step(self) -> Any:
        shapes = (self.model.outputs[-1].shape, (None,), ())
        arrays = [tf.TensorSpec(shape, tf.float32) for shape in shapes]
        return compiled(self._train, [self._inputs, *arrays])

    @cached_property
    def _outputs(self) -> Any:
        return compiled(self._predict, [self._inputs])

    def _train(self, inputs: Any, targets: Any, weights: Any, rate: Any) -> Any:
        with tf.GradientTape() as tape:
            logits = outputs(self.model, inputs, training=True)[-1]
            loss = _loss(logits, targets, weights)
        self._optimizer.apply(tape.gradient(loss, self._variables), rate)
        correct = tf.equal(tf.argmax(logits, 1), tf.argmax(targets, 1))
        return tf.stack([loss, tf.reduce_mean(tf.cast(correct, tf.float32))])

    def _predict(self, inputs: Any) -> tuple[Any, Any]:
        tensors = outputs(self.model, inputs)
        return tensors[0], tensors[-1]


def compiled(function: Any, signature: list[Any]) -> Any:
    """Return the graph of a function, to be called with tensors.

    A graph starts in half the time of a `tf.function`: that compares arguments with its graphs.
    """
    compiled = tf.function(function, input_signature=signature, autograph=False)
    return compiled.get_concrete_function()


def _tensors(arrays: Sequence[Any]) -> list[Any]:
    return [tf.constant(array) for array in arrays]


@lru_cache(2)
def _cached_learner(shape: NetworkShape, seed: int, decay: float) -> Learner:
    # Not at every restart: a new seed would discard the compiled functions.
    keras.utils.set_random_seed(seed)
    return Learner(build(shape), decay)


def new_learner(shape: NetworkShape, seed: int, decay: float) -> Learner:
    """Return an untrained learner: one of the last two, of a teacher and a student, if it fits.

    `shape` must have room for the vocabulary. The same seed gives the same weights. `decay` is the
    weight decay.
    """
    learner = _cached_learner(shape, seed, decay)
    learner.restart()
    return learner


def outputs(model: keras.Model, inputs: Sequence[Any], *, training: bool = False) -> list[Any]:
    """Return all outputs of a network as a list; Keras returns a single output without a list."""
    tensors = model(inputs, training=training)
    return tensors if isinstance(tensors, list) else [tensors]


def _loss(logits: Any, targets: Any, weights: Any) -> Any:
    """Weighted mean cross-entropy."""
    return tf.reduce_mean(weights * tf.nn.softmax_cross_entropy_with_logits(targets, logits))

"""Tagger: a bidirectional LSTM over tokens, with a tag for each, that learns intents as well.

Joint intent detection and slot filling (Liu & Lane 2016, https://arxiv.org/abs/1609.01454).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import tensorflow as tf
from keras import layers

from chatbot.features.ngrams import MAX_NGRAMS
from chatbot.networks import layers as own
from chatbot.networks import pooling
from chatbot.networks.adamw import AdamW
from chatbot.networks.learner import compiled
from chatbot.networks.lstm import LSTM


@dataclass(frozen=True, slots=True)
class TaggerShape:
    """Rows of the tables, length of the vector of a token, tags, intents, and chosen sizes."""

    words: int
    stems: int
    ngrams: int
    width: int
    tags: int
    intents: int
    embedding: int = 64
    units: int = 96
    dropout: float = 0.4


class Tagger:
    """Network with a compiled training step."""

    def __init__(self, shape: TaggerShape, decay: float, intent_weight: float) -> None:
        self.model, joint = _build(shape)
        self._joint = joint
        self._intent_weight = intent_weight
        self._variables = joint.trainable_variables
        self._optimizer = AdamW(self._variables, decay)
        self._inputs = [tf.TensorSpec(tensor.shape, tensor.dtype) for tensor in joint.inputs]
        shapes = (((None, None), tf.int32), ((None, None), tf.float32), ((None,), tf.int32))
        specs = [tf.TensorSpec(*spec) for spec in shapes]
        self._step = compiled(self._train, [self._inputs, *specs, tf.TensorSpec((), tf.float32)])

    def train_on_batch(
        self, inputs: Sequence[Any], tags: Any, weights: Any, intents: Any, rate: float
    ) -> float:
        """Train on a batch, and return the loss of the tags.

        Takes the inputs of the model, tags and the weights of the tokens, both (messages, time),
        and intents (messages,).
        """
        arrays = [tf.constant(array) for array in (tags, weights, intents)]
        tensors = [tf.constant(array) for array in inputs]
        return float(self._step(tensors, *arrays, tf.constant(rate, tf.float32)).numpy())

    def _train(self, inputs: Any, tags: Any, weights: Any, intents: Any, rate: Any) -> Any:
        with tf.GradientTape() as tape:
            tag_logits, intent_logits = self._joint(inputs, training=True)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(tags, tag_logits)
            tag_loss = tf.reduce_sum(losses * weights) / tf.maximum(tf.reduce_sum(weights), 1.0)
            intent_losses = tf.nn.sparse_softmax_cross_entropy_with_logits(intents, intent_logits)
            loss = tag_loss + self._intent_weight * tf.reduce_mean(intent_losses)
        self._optimizer.apply(tape.gradient(loss, self._variables), rate)
        return tag_loss


def _build(shape: TaggerShape) -> tuple[keras.Model, keras.Model]:
    """Networks of the tags alone, and of tags and intents, on the same weights."""
    words, stems = (keras.Input((), dtype="int32", name=name) for name in ("words", "stems"))
    ngrams = keras.Input((MAX_NGRAMS,), dtype="int32", name="ngrams")
    vectors = keras.Input((shape.width,), dtype="float32", name="vectors")
    sentences = keras.Input((None,), dtype="int32", name="sentences")
    inputs = [words, stems, ngrams, vectors, sentences]
    tables = (shape.words, shape.stems, shape.ngrams)
    learnt = own.WordVectors(*tables, shape.embedding, name="word_vectors")(words, stems, ngrams)
    both = layers.Concatenate(name="both")([learnt, vectors])
    steps = layers.Dropout(shape.dropout)(own.TakeWords()(sentences, both))
    forward = LSTM(shape.units, return_sequences=True, name="lstm")
    states = layers.Bidirectional(forward, name="bilstm")(steps)
    states = layers.Dropout(shape.dropout)(states)
    tags = layers.Dense(shape.tags, name="tags")(states)
    pooled = pooling.AttentionPooling(2, name="pooling")(states)
    intents = layers.Dense(shape.intents, name="intents")(pooled)
    return keras.Model(inputs, tags, name="tagger"), keras.Model(inputs, [tags, intents])

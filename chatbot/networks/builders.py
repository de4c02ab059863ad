"""The Keras networks, one readable function each.

All read messages as `MessageBatch` holds them. The first output are the logits to answer with, the
last those that learn: without the linear branches, which are solved before.
What the idea of each one is stands in `chatbot.model.architectures.ARCHITECTURES`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
from keras import layers

from chatbot.encoder.word_pieces import PIECE_WIDTH
from chatbot.features.ngrams import MAX_NGRAMS
from chatbot.model.architectures import LINEAR
from chatbot.networks import layers as own
from chatbot.networks.shape import NetworkShape

DIMENSION = 128
"""That of the vector of a word."""

HEADS = 4


def bow(shape: NetworkShape) -> keras.Model:
    """Which stems there are, in whatever order → two dense layers."""
    sentences, stems = _sentences(), _numbers("stems")
    bag = own.BagOfWords(name="bag")(own.TakeWords()(sentences, own.OneHot(shape.stems)(stems)))
    wide = layers.Dense(shape.units, activation="relu", name="hidden")(bag)
    wide = layers.Dropout(shape.dropout)(wide)
    narrow = layers.Dense(max(1, shape.units // 2), activation="relu", name="narrow")(wide)
    return keras.Model([sentences, stems], [_logits(shape, narrow)], name="bow")


def rnn(shape: NetworkShape) -> keras.Model:
    """Words → simple recurrent layer (Elman 1990) → its last state."""
    inputs, steps = _words(shape)
    state = layers.SimpleRNN(shape.units, name="rnn")(steps)
    return keras.Model(inputs, [_logits(shape, state)], name="rnn")


def lstm(shape: NetworkShape) -> keras.Model:
    """Words → LSTM (Hochreiter & Schmidhuber 1997) → its last state."""
    inputs, steps = _words(shape)
    state = layers.LSTM(shape.units, name="lstm")(steps)
    return keras.Model(inputs, [_logits(shape, state)], name="lstm")


def stacked_lstm(shape: NetworkShape) -> keras.Model:
    """Words → LSTMs, each of which reads the states of the one below → the last state."""
    inputs, states = _words(shape)
    for number in range(1, shape.layers):
        lower = layers.LSTM(shape.units, return_sequences=True, name=f"lstm_{number}")
        states = layers.Dropout(shape.dropout)(lower(states))
    state = layers.LSTM(shape.units, name="lstm")(states)
    return keras.Model(inputs, [_logits(shape, state)], name="stacked_lstm")


def bilstm(shape: NetworkShape) -> keras.Model:
    """Words → an LSTM in each direction (https://doi.org/10.1109/78.650093) → both last states."""
    inputs, steps = _words(shape)
    state = layers.Bidirectional(layers.LSTM(shape.units, name="lstm"), name="bilstm")(steps)
    return keras.Model(inputs, [_logits(shape, state)], name="bilstm")


def bilstm_attention(shape: NetworkShape) -> keras.Model:
    """Words → an LSTM in each direction → the states of all words, weighed by attention."""
    inputs, steps = _words(shape)
    return keras.Model(
        inputs, [_logits(shape, _attended(shape, steps, shape.dropout))], name="bilstm_attention"
    )


def wide_deep(shape: NetworkShape) -> keras.Model:
    """Word, stem and n-gram vectors → as above; beside it, a linear vote over TF-IDF terms.

    (Cheng et al. 2016, https://arxiv.org/abs/1606.07792.)
    """
    words, stems = _numbers("words"), _numbers("stems")
    ngrams = keras.Input((MAX_NGRAMS,), dtype="int32", name="ngrams")
    sentences = _sentences()
    terms, weights = _terms()

    tables = (shape.words, shape.stems, shape.ngrams)
    vectors = own.WordVectors(*tables, DIMENSION, name="word_vectors")(words, stems, ngrams)
    steps = own.TakeWords()(sentences, vectors)
    deep = _logits(shape, _attended(shape, steps, 0.75 * shape.dropout), name="deep")
    linear = own.LinearBranch(shape.terms, shape.outputs, name=LINEAR)(terms, weights)
    joint = layers.Add(name="joint")([deep, linear])

    inputs = [words, stems, ngrams, sentences, terms, weights]
    return keras.Model(inputs, [joint, deep], name="wide_deep")


def pretrained(shape: NetworkShape) -> keras.Model:
    """Vectors of word pieces → as above; beside it, linear votes of the sentence and of terms."""
    pieces = keras.Input((None, PIECE_WIDTH), dtype="float32", name="pieces")
    terms, weights = _terms()

    real = layers.Masking(name="real")(pieces)
    sentence = own.SentenceVector(name="sentence")(real)
    pooled = _attended(shape, own.LayerMix(name="mix")(real), 0.5 * shape.dropout)
    both = layers.Concatenate(name="both")([pooled, layers.Rescaling(5.0)(sentence)])
    both = layers.Dropout(shape.dropout)(both)
    deep = own.CosineClassifier(shape.outputs, name="deep")(both)
    of_sentence = layers.Dense(shape.outputs, trainable=False, name="sentence_votes")(sentence)
    linear = own.LinearBranch(shape.terms, shape.outputs, name=LINEAR)(terms, weights)
    joint = layers.Add(name="joint")([deep, of_sentence, linear])

    return keras.Model([pieces, terms, weights], [joint, deep], name="pretrained")


BUILDERS: dict[str, Callable[[NetworkShape], keras.Model]] = {
    builder.__name__: builder
    for builder in (bow, rnn, lstm, stacked_lstm, bilstm, bilstm_attention, wide_deep, pretrained)
}


def build(shape: NetworkShape) -> keras.Model:
    """Return the network of this shape, with random weights."""
    return BUILDERS[shape.architecture](shape)


def _terms() -> tuple[Any, Any]:
    """The inputs of a linear branch: the terms of messages and their weights."""
    terms = keras.Input((None,), dtype="int32", name="terms")
    return terms, keras.Input((None,), dtype="float32", name="weights")


def _words(shape: NetworkShape) -> tuple[list[Any], Any]:
    """The inputs of a network that reads words, and the vectors of the words (batch, time, d)."""
    sentences, words = _sentences(), _numbers("words")
    if shape.embedding == "one_hot":
        vectors = own.OneHot(shape.words)(words)
    else:
        vectors = layers.Embedding(shape.words, DIMENSION, name="word_vectors")(words)
    return [sentences, words], own.TakeWords()(sentences, vectors)


def _attended(shape: NetworkShape, steps: Any, kept_out: float) -> Any:
    """Vectors of words → an LSTM in each direction → attention pooling joined with max pooling.

    In training, a share of `kept_out` of the dimensions of all vectors of a message is left out.
    """
    steps = layers.SpatialDropout1D(kept_out)(steps)
    one_way = layers.LSTM(shape.units, return_sequences=True, name="lstm")
    states = layers.Bidirectional(one_way, name="bilstm")(steps)
    return own.AttentionPooling(HEADS, name="pooling")(states)


def _logits(shape: NetworkShape, features: Any, name: str = "logits") -> Any:
    return layers.Dense(shape.outputs, name=name)(layers.Dropout(shape.dropout)(features))


def _sentences() -> Any:
    """Messages as places of their words among the distinct words of the batch."""
    return keras.Input((None,), dtype="int32", name="sentences")


def _numbers(name: str) -> Any:
    """One number for each distinct word of the batch."""
    return keras.Input((), dtype="int32", name=name)

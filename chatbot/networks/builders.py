"""Builders of the Keras networks, a function per architecture.

Inputs are the arrays of a `MessageBatch`. The first output are the joint logits, for answers; the
last output are the trainable logits, without the linear branches: these are solved beforehand.
`chatbot.model.architectures.ARCHITECTURES` describes the idea of each architecture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
from keras import layers

from chatbot.encoder.piece_table import VECTOR_SIZE
from chatbot.encoder.word_pieces import PIECE_WIDTH
from chatbot.features.ngrams import MAX_NGRAMS
from chatbot.model.architectures import LINEAR
from chatbot.model.onnx_graph import STEPS
from chatbot.networks import layers as own
from chatbot.networks import pooling
from chatbot.networks.lstm import LSTM
from chatbot.networks.shape import NetworkShape

EMBEDDING_SIZE = 128
"""Word embedding size."""

HEADS = 4

DEEP = "deep"
"""Name of the layer with the trainable logits, in networks with linear branches."""


def bow(shape: NetworkShape) -> keras.Model:
    """Bag of stems → two dense layers."""
    sentences, stems = _sentence_input(), _index_input("stems")
    bag = pooling.BagOfWords(name="bag")(own.TakeWords()(sentences, own.OneHot(shape.stems)(stems)))
    wide = layers.Dense(shape.units, activation="relu", name="hidden")(bag)
    wide = layers.Dropout(shape.dropout)(wide)
    narrow = layers.Dense(max(1, shape.units // 2), activation="relu", name="narrow")(wide)
    return keras.Model([sentences, stems], [_logits(shape, narrow)], name="bow")


def rnn(shape: NetworkShape) -> keras.Model:
    """Words → simple recurrent layer (Elman 1990) → last state."""
    inputs, steps = _word_vectors(shape)
    state = layers.SimpleRNN(shape.units, name="rnn")(steps)
    return keras.Model(inputs, [_logits(shape, state)], name="rnn")


def lstm(shape: NetworkShape) -> keras.Model:
    """Words → LSTM (Hochreiter & Schmidhuber 1997) → last state."""
    inputs, steps = _word_vectors(shape)
    state = LSTM(shape.units, name="lstm")(steps)
    return keras.Model(inputs, [_logits(shape, state)], name="lstm")


def stacked_lstm(shape: NetworkShape) -> keras.Model:
    """Words → stack of LSTMs, with the states of a layer as input of the next → last state."""
    inputs, states = _word_vectors(shape)
    for number in range(1, shape.layers):
        lower = LSTM(shape.units, return_sequences=True, name=f"lstm_{number}")
        states = layers.Dropout(shape.dropout)(lower(states))
    state = LSTM(shape.units, name="lstm")(states)
    return keras.Model(inputs, [_logits(shape, state)], name="stacked_lstm")


def bilstm(shape: NetworkShape) -> keras.Model:
    """Words → bidirectional LSTM (https://doi.org/10.1109/78.650093) → both last states."""
    inputs, steps = _word_vectors(shape)
    state = layers.Bidirectional(LSTM(shape.units, name="lstm"), name="bilstm")(steps)
    return keras.Model(inputs, [_logits(shape, state)], name="bilstm")


def bilstm_attention(shape: NetworkShape) -> keras.Model:
    """Words → bidirectional LSTM → attention pooling over the states of all words."""
    inputs, steps = _word_vectors(shape)
    return keras.Model(
        inputs,
        [_logits(shape, attentive_bilstm(shape, steps, shape.dropout))],
        name="bilstm_attention",
    )


def wide_deep(shape: NetworkShape) -> keras.Model:
    """Word, stem and n-gram vectors → `bilstm_attention`, plus a linear model on TF-IDF terms.

    Wide & deep learning (Cheng et al. 2016, https://arxiv.org/abs/1606.07792.)
    """
    words, stems = _index_input("words"), _index_input("stems")
    ngrams = keras.Input((MAX_NGRAMS,), dtype="int32", name="ngrams")
    sentences = _sentence_input()
    terms, weights = _term_inputs()

    tables = (shape.words, shape.stems, shape.ngrams)
    vectors = own.WordVectors(*tables, EMBEDDING_SIZE, name="word_vectors")(words, stems, ngrams)
    steps = own.TakeWords()(sentences, vectors)
    deep = _logits(shape, attentive_bilstm(shape, steps, 0.75 * shape.dropout), name=DEEP)
    linear = own.LinearBranch(shape.terms, shape.outputs, name=LINEAR)(terms, weights)
    joint = layers.Add(name="joint")([deep, linear])

    inputs = [words, stems, ngrams, sentences, terms, weights]
    return keras.Model(inputs, [joint, deep], name="wide_deep")


def pretrained(shape: NetworkShape) -> keras.Model:
    """Piece vectors → `bilstm_attention`, plus linear models on sentence vector and terms."""
    pieces = keras.Input((None, PIECE_WIDTH), dtype="float32", name="pieces")
    terms, weights = _term_inputs()

    masked = layers.Masking(name="real")(pieces)
    sentence = pooling.SentenceVector(name="sentence")(masked)
    pooled = attentive_bilstm(shape, own.LayerMix(name="mix")(masked), 0.5 * shape.dropout)
    features = layers.Concatenate(name="both")([pooled, layers.Rescaling(5.0)(sentence)])
    features = layers.Dropout(shape.dropout)(features)
    deep = own.CosineClassifier(shape.outputs, name=DEEP)(features)
    sentence_logits = layers.Dense(shape.outputs, trainable=False, name="sentence_votes")(sentence)
    linear = own.LinearBranch(shape.terms, shape.outputs, name=LINEAR)(terms, weights)
    joint = layers.Add(name="joint")([deep, sentence_logits, linear])

    return keras.Model([pieces, terms, weights], [joint, deep], name="pretrained")


def distilled(shape: NetworkShape) -> keras.Model:
    """Vectors of pieces without context → `bilstm_attention`, plus a linear model on terms.

    The vectors are frozen, and the network learns the answers of a teacher: knowledge distillation
    (Hinton et al. 2015, https://arxiv.org/abs/1503.02531) into a bidirectional LSTM (Tang et al.
    2019, https://arxiv.org/abs/1903.12136).
    """
    pieces = keras.Input((None, VECTOR_SIZE), dtype="float32", name="pieces")
    terms, weights = _term_inputs()

    steps = layers.Masking(name="real")(layers.Rescaling(1.0, name=STEPS)(pieces))
    pooled = attentive_bilstm(shape, steps, 0.75 * shape.dropout)
    deep = _logits(shape, pooled, name=DEEP)
    linear = own.LinearBranch(shape.terms, shape.outputs, name=LINEAR)(terms, weights)
    joint = layers.Add(name="joint")([deep, linear])

    return keras.Model([pieces, terms, weights], [joint, deep], name="distilled")


BUILDERS: dict[str, Callable[[NetworkShape], keras.Model]] = {
    builder.__name__: builder
    for builder in (
        bow,
        rnn,
        lstm,
        stacked_lstm,
        bilstm,
        bilstm_attention,
        wide_deep,
        distilled,
        pretrained,
    )
}


def build(shape: NetworkShape) -> keras.Model:
    """Return the network of a shape, with random weights."""
    return BUILDERS[shape.architecture](shape)


def _term_inputs() -> tuple[Any, Any]:
    """Inputs of a linear branch: terms and weights, shape (batch, terms)."""
    terms = keras.Input((None,), dtype="int32", name="terms")
    return terms, keras.Input((None,), dtype="float32", name="weights")


def _word_vectors(shape: NetworkShape) -> tuple[list[Any], Any]:
    """Inputs of a network on words, and the word vectors (batch, time, size)."""
    sentences, words = _sentence_input(), _index_input("words")
    if shape.embedding == "one_hot":
        vectors = own.OneHot(shape.words)(words)
    else:
        vectors = layers.Embedding(shape.words, EMBEDDING_SIZE, name="word_vectors")(words)
    return [sentences, words], own.TakeWords()(sentences, vectors)


def attentive_bilstm(shape: NetworkShape, steps: Any, dropout: float) -> Any:
    """Word vectors → bidirectional LSTM → attention pooling joined with max pooling.

    Training drops a share of `dropout` of the dimensions, the same in all vectors of a message.
    """
    steps = layers.SpatialDropout1D(dropout)(steps)
    forward = LSTM(shape.units, return_sequences=True, name="lstm")
    states = layers.Bidirectional(forward, name="bilstm")(steps)
    return pooling.AttentionPooling(HEADS, name="pooling")(states)


def _logits(shape: NetworkShape, features: Any, name: str = "logits") -> Any:
    return layers.Dense(shape.outputs, name=name)(layers.Dropout(shape.dropout)(features))


def _sentence_input() -> Any:
    """Input of messages as indexes of words among the distinct words of the batch."""
    return keras.Input((None,), dtype="int32", name="sentences")


def _index_input(name: str) -> Any:
    """Input of an index per distinct word of the batch."""
    return keras.Input((), dtype="int32", name=name)

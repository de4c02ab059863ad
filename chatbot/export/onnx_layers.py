"""Translation of the layers of a Keras network into ONNX, for a single message without padding.

A converter would translate the behaviour of Keras for any input, with a mask; a mask turns an LSTM
into two loops. A single message needs neither masks nor a batch axis: a layer with (batch, time, d)
in Keras has (time, d) here, and a layer with (batch, d) has (1, d).
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from keras import layers

from chatbot.export.graph_builder import ExportError, GraphBuilder
from chatbot.export.recurrent import recurrent
from chatbot.features.arrays import PADDING
from chatbot.features.ngrams import MAX_NGRAMS
from chatbot.model.onnx_graph import ATTENTION, STEPS, TERM_LOGITS
from chatbot.networks import layers as own
from chatbot.networks import pooling

PIECES = "pieces"
"""Name of the input of piece vectors, as long as their source makes them."""

VECTORS = "vectors"
"""Name of the input of the vectors of tokens, of any length."""

_SIZES: dict[str, tuple[int | str, ...]] = {
    "words": ("words",),
    "stems": ("words",),
    "ngrams": ("words", MAX_NGRAMS),
    "terms": ("terms",),
    "weights": (1, "terms"),
}
"""Inputs of a graph with their shapes. A single message needs no indexes of words in a batch."""


@singledispatch
def translate(layer: Any, _builder: GraphBuilder, _name: str, *_inputs: str) -> str:
    """Add the nodes of a layer, called `name`, and return the name of the resulting tensor."""
    raise ExportError(
        f"There is no ONNX for the layer {layer.name!r} ({type(layer).__name__}): describe it in "
        "chatbot/export/onnx_layers.py."
    )


@translate.register(layers.InputLayer)
def _input(layer: Any, builder: GraphBuilder, name: str) -> str:
    if name == PIECES:
        builder.input(name, layer.dtype, (PIECES, layer.output.shape[-1]))
    elif name == VECTORS:
        builder.input(name, layer.dtype, ("words", layer.output.shape[-1]))
    elif name in _SIZES:
        builder.input(name, layer.dtype, _SIZES[name])
    return name


@translate.register(layers.Dropout)
@translate.register(layers.SpatialDropout1D)
@translate.register(layers.Masking)
def _identity(_layer: Any, _builder: GraphBuilder, _name: str, values: str) -> str:
    return values


@translate.register(own.TakeWords)
def _take_words(_layer: Any, _builder: GraphBuilder, _name: str, _places: str, vectors: str) -> str:
    return vectors


@translate.register(layers.Embedding)
def _embedding(layer: Any, builder: GraphBuilder, _name: str, words: str) -> str:
    table = builder.constant("word_table", layer.get_weights()[0])
    return builder.node("Gather", [table, words], STEPS)


@translate.register(own.OneHot)
def _one_hot(layer: Any, builder: GraphBuilder, _name: str, numbers: str) -> str:
    count = builder.constant("count", np.array(layer.count, np.int32))
    off_on = builder.constant("off_on", np.array([0, 1], np.float32))
    return builder.node("OneHot", [numbers, count, off_on], STEPS)


@translate.register(pooling.BagOfWords)
def _bag_of_words(_layer: Any, builder: GraphBuilder, name: str, steps: str) -> str:
    return builder.node("ReduceMax", [steps], name, axes=[0], keepdims=1)


@translate.register(own.WordVectors)
def _word_vectors(
    layer: Any, builder: GraphBuilder, _name: str, words: str, stems: str, ngrams: str
) -> str:
    embeddings = (layer.words, layer.stems, layer.ngrams)
    tables = [embedding.get_weights()[0].copy() for embedding in embeddings]
    tables[2][PADDING] = 0  # in place of a mask
    word_table, stem_table, ngram_table = map(
        builder.constant, ("word_table", "stem_table", "ngram_table"), tables
    )
    axis, unit = builder.integers("axis", 1), builder.constant("one", np.array(1, np.int32))
    min_count = builder.constant("one_count", np.array(1, np.float32))
    builder.node("Gather", [word_table, words], "of_word")
    builder.node("Gather", [stem_table, stems], "of_stem")
    builder.node("Gather", [ngram_table, ngrams], "of_ngrams")
    builder.node("ReduceSum", ["of_ngrams", axis], "ngram_sum", keepdims=0)
    builder.node("Min", [ngrams, unit], "is_ngram")
    builder.node("Cast", ["is_ngram"], "is_ngram_float", to=1)
    builder.node("ReduceSum", ["is_ngram_float", axis], "counted", keepdims=1)
    builder.node("Max", ["counted", min_count], "ngram_count")
    builder.node("Sqrt", ["ngram_count"], "root")
    builder.node("Div", ["ngram_sum", "root"], "of_parts")
    builder.node("Add", ["of_word", "of_stem"], "of_word_and_stem")
    return builder.node("Add", ["of_word_and_stem", "of_parts"], STEPS)


for _layer in (layers.SimpleRNN, layers.LSTM, layers.Bidirectional):
    translate.register(_layer, recurrent)


@translate.register(pooling.AttentionPooling)
def _attention_pooling(layer: Any, builder: GraphBuilder, name: str, states: str) -> str:
    builder.node(
        "Gemm", [states, *_kernel_and_bias(layer.projection, builder, "attention")], "attended"
    )
    builder.node("Tanh", ["attended"], "projected")
    builder.node("Gemm", ["projected", *_kernel_and_bias(layer.scores, builder, "score")], "scores")
    builder.node("Softmax", ["scores"], "by_word", axis=0)
    builder.node("Transpose", ["by_word"], ATTENTION, perm=[1, 0])
    builder.output(ATTENTION, layer.heads, None)
    builder.node("MatMul", [ATTENTION, states], "means")
    builder.node("ReduceMax", [states], "maximum", axes=[0], keepdims=1)
    builder.node("Concat", ["means", "maximum"], "pooled", axis=0)
    return builder.node("Reshape", ["pooled", builder.integers("row", 1, -1)], name)


@translate.register(layers.Dense)
def _dense(layer: Any, builder: GraphBuilder, name: str, values: str) -> str:
    activation = layer.activation.__name__
    if activation not in ("linear", "relu", "tanh"):
        raise ExportError(f"There is no ONNX for the activation {activation!r} of {layer.name!r}.")
    inputs = [values, *_kernel_and_bias(layer, builder, layer.name)]
    if activation == "linear":
        return builder.node("Gemm", inputs, name)
    total = builder.node("Gemm", inputs, f"{name}_sum")
    return builder.node(activation.title(), [total], name)


def _kernel_and_bias(dense: Any, builder: GraphBuilder, prefix: str) -> list[str]:
    kernel, bias = dense.get_weights()
    return [builder.constant(f"{prefix}_kernel", kernel), builder.constant(f"{prefix}_bias", bias)]


@translate.register(own.LinearBranch)
def _linear_branch(layer: Any, builder: GraphBuilder, name: str, terms: str, weights: str) -> str:
    table, bias = layer.get_weights()
    rows = builder.node("Gather", [builder.constant("term_table", table), terms], TERM_LOGITS)
    builder.output(TERM_LOGITS, None, table.shape[1])
    builder.output(name, 1, table.shape[1])
    return builder.node("Gemm", [weights, rows, builder.constant("term_bias", bias)], name)


@translate.register(own.LayerMix)
def _layer_mix(layer: Any, builder: GraphBuilder, _name: str, vectors: str) -> str:
    shares = np.exp(layer.get_weights()[0])
    parts = builder.constant("shares", np.repeat(shares / shares.sum(), layer.half))
    builder.node("Mul", [vectors, parts], "weighed")
    builder.node("Split", ["weighed"], "lower upper", axis=1)
    return builder.node("Add", ["lower", "upper"], STEPS)


@translate.register(pooling.SentenceVector)
def _sentence_vector(layer: Any, builder: GraphBuilder, name: str, vectors: str) -> str:
    halves = builder.integers("halves", 2, layer.width // 2)
    builder.node("ReduceMean", [vectors], "mean", axes=[0], keepdims=1)
    builder.node("Reshape", ["mean", halves], "mean_halves")
    builder.node("LpNormalization", ["mean_halves"], "unit_halves", axis=1, p=2)
    return builder.node("Reshape", ["unit_halves", builder.integers("row", 1, -1)], name)


@translate.register(own.CosineClassifier)
def _cosine_classifier(layer: Any, builder: GraphBuilder, name: str, values: str) -> str:
    kernel, scale = layer.get_weights()
    unit = builder.constant(f"{name}_kernel", scale * kernel / np.linalg.norm(kernel, axis=0))
    builder.node("LpNormalization", [values], f"{name}_unit", axis=1, p=2)
    return builder.node("MatMul", [f"{name}_unit", unit], name)


@translate.register(layers.Rescaling)
def _rescaling(layer: Any, builder: GraphBuilder, name: str, values: str) -> str:
    scale = builder.constant(f"{name}_scale", np.array(layer.scale, np.float32))
    return builder.node("Mul", [values, scale], name)


@translate.register(layers.Add)
def _add(_layer: Any, builder: GraphBuilder, name: str, *values: str) -> str:
    # onnxruntime fuses an Add, but no Sum, with the product before.
    return builder.node("Add" if len(values) == 2 else "Sum", values, name)


@translate.register(layers.Concatenate)
def _concatenate(layer: Any, builder: GraphBuilder, name: str, *values: str) -> str:
    return builder.node("Concat", values, name, axis=layer.axis)

"""From a Keras network to an ONNX graph, layer by layer, for one message without padding.

A converter would translate what Keras does for any input, a mask among it, which turns an LSTM into
two loops. Alone in its batch, a message needs neither masks nor the axis of the batch: here a layer
that Keras gives (batch, time, d) has (time, d), and one of (batch, d) has (1, d).
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import keras
import numpy as np
from keras import layers

from chatbot.encoder.word_pieces import PIECE_WIDTH
from chatbot.export.graph_builder import OnnxDraft
from chatbot.export.recurrent import recurrent
from chatbot.features.extractor import PADDING
from chatbot.features.ngrams import MAX_NGRAMS
from chatbot.model.onnx_graph import ATTENTION, LOGITS, STEPS, TERM_LOGITS
from chatbot.networks import layers as own

_SIZES: dict[str, tuple[int | str, ...]] = {
    "words": ("words",),
    "stems": ("words",),
    "ngrams": ("words", MAX_NGRAMS),
    "terms": ("terms",),
    "weights": (1, "terms"),
    "pieces": ("pieces", PIECE_WIDTH),
}
"""The inputs of a graph. The places of words in a batch are none: a message has them in order."""


class ExportError(RuntimeError):
    """The ONNX graph is not what the Keras network is."""


def translated(model: keras.Model) -> bytes:
    """Return the ONNX graph of a functional model: its first output, of shape (1, outputs).

    Beside these logits it gives, to whoever asks for them and where the network has them: `steps`,
    the vectors of the words (words, d); `states` (words, units of all directions); `attention`
    (heads, words); `term_logits` (terms, outputs), what each TF-IDF term of the message would add
    to the logits if its weight were 1, and `linear` (1, outputs), what all of them add; and the
    weights of its recurrent layers as ONNX lays them out
    (https://onnx.ai/onnx/operators/onnx__LSTM.html): `lstm_input`, `lstm_recurrent`, `lstm_bias`.
    Raises ExportError for a layer that nobody has described.
    """
    draft = OnnxDraft()
    names: dict[int, str] = {}
    for layer in model.layers:
        name = LOGITS if layer.output is model.outputs[0] else layer.name
        # What no layer has made is a mask.
        read = [names[id(tensor)] for tensor in _inputs(layer) if id(tensor) in names]
        names[id(layer.output)] = translate(layer, draft, name, *read)
    draft.output(LOGITS, 1, model.outputs[0].shape[-1])
    return draft.to_bytes(LOGITS)


@singledispatch
def translate(layer: Any, _draft: OnnxDraft, _name: str, *_inputs: str) -> str:
    """Write down what a layer makes of its inputs, as `name`; return the name of the result."""
    raise ExportError(
        f"There is no ONNX for the layer {layer.name!r} ({type(layer).__name__}): describe it in "
        "chatbot/export/onnx_layers.py."
    )


@translate.register(layers.InputLayer)
def _input(layer: Any, draft: OnnxDraft, name: str) -> str:
    if name in _SIZES:
        draft.input(name, layer.dtype, _SIZES[name])
    return name


@translate.register(layers.Dropout)
@translate.register(layers.SpatialDropout1D)
@translate.register(layers.Masking)
def _only_in_training(_layer: Any, _draft: OnnxDraft, _name: str, values: str) -> str:
    return values


@translate.register(own.TakeWords)
def _take_words(_layer: Any, _draft: OnnxDraft, _name: str, _places: str, vectors: str) -> str:
    return vectors


@translate.register(layers.Embedding)
def _embedding(layer: Any, draft: OnnxDraft, _name: str, words: str) -> str:
    table = draft.constant("word_table", layer.get_weights()[0])
    return draft.node("Gather", [table, words], STEPS)


@translate.register(own.OneHot)
def _one_hot(layer: Any, draft: OnnxDraft, _name: str, numbers: str) -> str:
    count = draft.constant("count", np.array(layer.count, np.int32))
    off_on = draft.constant("off_on", np.array([0, 1], np.float32))
    return draft.node("OneHot", [numbers, count, off_on], STEPS)


@translate.register(own.BagOfWords)
def _bag_of_words(_layer: Any, draft: OnnxDraft, name: str, steps: str) -> str:
    return draft.node("ReduceMax", [steps], name, axes=[0], keepdims=1)


@translate.register(own.WordVectors)
def _word_vectors(
    layer: Any, draft: OnnxDraft, _name: str, words: str, stems: str, ngrams: str
) -> str:
    tables = [each.get_weights()[0].copy() for each in (layer.words, layer.stems, layer.ngrams)]
    tables[2][PADDING] = 0  # so that no mask is needed
    word_table, stem_table, ngram_table = map(
        draft.constant, ("word_table", "stem_table", "ngram_table"), tables
    )
    axis, one = draft.integers("axis", 1), draft.constant("one", np.array(1, np.int32))
    one_count = draft.constant("one_count", np.array(1, np.float32))
    draft.node("Gather", [word_table, words], "of_word")
    draft.node("Gather", [stem_table, stems], "of_stem")
    draft.node("Gather", [ngram_table, ngrams], "of_ngrams")
    draft.node("ReduceSum", ["of_ngrams", axis], "ngram_sum", keepdims=0)
    draft.node("Min", [ngrams, one], "is_ngram")
    draft.node("Cast", ["is_ngram"], "is_ngram_float", to=1)
    draft.node("ReduceSum", ["is_ngram_float", axis], "counted", keepdims=1)
    draft.node("Max", ["counted", one_count], "ngram_count")
    draft.node("Sqrt", ["ngram_count"], "root")
    draft.node("Div", ["ngram_sum", "root"], "of_parts")
    draft.node("Add", ["of_word", "of_stem"], "of_word_and_stem")
    return draft.node("Add", ["of_word_and_stem", "of_parts"], STEPS)


for _layer in (layers.SimpleRNN, layers.LSTM, layers.Bidirectional):
    translate.register(_layer, recurrent)


@translate.register(own.AttentionPooling)
def _attention_pooling(layer: Any, draft: OnnxDraft, name: str, states: str) -> str:
    draft.node(
        "Gemm", [states, *_kernel_and_bias(layer.projection, draft, "attention")], "attended"
    )
    draft.node("Tanh", ["attended"], "projected")
    draft.node("Gemm", ["projected", *_kernel_and_bias(layer.scores, draft, "score")], "scores")
    draft.node("Softmax", ["scores"], "by_word", axis=0)
    draft.node("Transpose", ["by_word"], ATTENTION, perm=[1, 0])
    draft.output(ATTENTION, layer.heads, None)
    draft.node("MatMul", [ATTENTION, states], "means")
    draft.node("ReduceMax", [states], "maximum", axes=[0], keepdims=1)
    draft.node("Concat", ["means", "maximum"], "pooled", axis=0)
    return draft.node("Reshape", ["pooled", draft.integers("row", 1, -1)], name)


@translate.register(layers.Dense)
def _dense(layer: Any, draft: OnnxDraft, name: str, values: str) -> str:
    activation = layer.activation.__name__
    if activation not in ("linear", "relu", "tanh"):
        raise ExportError(f"There is no ONNX for the activation {activation!r} of {layer.name!r}.")
    read = [values, *_kernel_and_bias(layer, draft, layer.name)]
    if activation == "linear":
        return draft.node("Gemm", read, name)
    total = draft.node("Gemm", read, f"{name}_sum")
    return draft.node(activation.title(), [total], name)


def _kernel_and_bias(dense: Any, draft: OnnxDraft, prefix: str) -> list[str]:
    kernel, bias = dense.get_weights()
    return [draft.constant(f"{prefix}_kernel", kernel), draft.constant(f"{prefix}_bias", bias)]


@translate.register(own.LinearBranch)
def _linear_branch(layer: Any, draft: OnnxDraft, name: str, terms: str, weights: str) -> str:
    table, bias = layer.get_weights()
    rows = draft.node("Gather", [draft.constant("term_table", table), terms], TERM_LOGITS)
    draft.output(TERM_LOGITS, None, table.shape[1])
    draft.output(name, 1, table.shape[1])
    return draft.node("Gemm", [weights, rows, draft.constant("term_bias", bias)], name)


@translate.register(own.LayerMix)
def _layer_mix(layer: Any, draft: OnnxDraft, _name: str, vectors: str) -> str:
    shares = np.exp(layer.get_weights()[0])
    parts = draft.constant("shares", np.repeat(shares / shares.sum(), layer.half))
    draft.node("Mul", [vectors, parts], "weighed")
    draft.node("Split", ["weighed"], "lower upper", axis=1)
    return draft.node("Add", ["lower", "upper"], STEPS)


@translate.register(own.SentenceVector)
def _sentence_vector(layer: Any, draft: OnnxDraft, name: str, vectors: str) -> str:
    halves = draft.integers("halves", 2, layer.width // 2)
    draft.node("ReduceMean", [vectors], "mean", axes=[0], keepdims=1)
    draft.node("Reshape", ["mean", halves], "mean_halves")
    draft.node("LpNormalization", ["mean_halves"], "unit_halves", axis=1, p=2)
    return draft.node("Reshape", ["unit_halves", draft.integers("row", 1, -1)], name)


@translate.register(own.CosineClassifier)
def _cosine_classifier(layer: Any, draft: OnnxDraft, name: str, values: str) -> str:
    kernel, scale = layer.get_weights()
    unit = draft.constant(f"{name}_kernel", scale * kernel / np.linalg.norm(kernel, axis=0))
    draft.node("LpNormalization", [values], f"{name}_unit", axis=1, p=2)
    return draft.node("MatMul", [f"{name}_unit", unit], name)


@translate.register(layers.Rescaling)
def _rescaling(layer: Any, draft: OnnxDraft, name: str, values: str) -> str:
    scale = draft.constant(f"{name}_scale", np.array(layer.scale, np.float32))
    return draft.node("Mul", [values, scale], name)


@translate.register(layers.Add)
def _add(_layer: Any, draft: OnnxDraft, name: str, *values: str) -> str:
    # onnxruntime joins an Add, but no Sum, with the product before it.
    return draft.node("Add" if len(values) == 2 else "Sum", values, name)


@translate.register(layers.Concatenate)
def _concatenate(layer: Any, draft: OnnxDraft, name: str, *values: str) -> str:
    return draft.node("Concat", values, name, axis=layer.axis)


def _inputs(layer: Any) -> list[Any]:
    """The tensors that a layer reads: Keras gives one tensor for a list of one."""
    tensors = [] if isinstance(layer, layers.InputLayer) else layer.input
    return tensors if isinstance(tensors, list) else [tensors]

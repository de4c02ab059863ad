"""The ONNX graph of the network, built from its weights node by node.

A converter would translate what Keras does for any input, some ninety nodes of it; one message
without padding needs twenty. All are operators of https://onnx.ai/onnx/operators/, opset 17.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, checker, helper, numpy_helper

from chatbot.features import MAX_NGRAMS

OPSET = 17
IR_VERSION = 9

Weights = Mapping[str, NDArray[np.float32]]

_INPUTS: dict[str, tuple[int, list[str | int]]] = {
    "words": (TensorProto.INT32, ["words"]),
    "stems": (TensorProto.INT32, ["words"]),
    "ngrams": (TensorProto.INT32, ["words", MAX_NGRAMS]),
    "terms": (TensorProto.INT32, ["terms"]),
    "weights": (TensorProto.FLOAT, [1, "terms"]),
}


def build_graph(weights: Weights, units: int) -> bytes:
    """Return the graph as bytes. `weights` are those of `keras_weights`, `units` of one LSTM.

    Takes the arrays of `MessageFeatures`, the weights of its terms as one row; the output has
    shape (1, intents + 1). Words and terms may be any number.
    """
    nodes = [*_word_vectors(), *_bilstm(units), *_pooling(), *_logits()]
    constants = {**weights, **_CONSTANTS, "flat": np.array([-1, 2 * units], np.int64)}
    graph = helper.make_graph(
        nodes,
        "recollect",
        [helper.make_tensor_value_info(n, kind, shape) for n, (kind, shape) in _INPUTS.items()],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, None])],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    opset = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)
    checker.check_model(model)
    return bytes(model.SerializeToString())


_CONSTANTS: dict[str, NDArray[Any]] = {
    "one": np.array(1, np.int32),
    "one_count": np.array(1, np.float32),
    "axis": np.array([1], np.int64),
    "row": np.array([1, -1], np.int64),
}


def _word_vectors() -> list[NodeProto]:
    """The vectors of the words, shape (words, 1, dimension): a sequence of one message."""
    make = helper.make_node
    return [
        make("Gather", ["word_table", "words"], ["of_word"]),
        make("Gather", ["stem_table", "stems"], ["of_stem"]),
        # Row 0 of the table, that of padding, is zero: no mask is needed.
        make("Gather", ["ngram_table", "ngrams"], ["of_ngrams"]),
        make("ReduceSum", ["of_ngrams", "axis"], ["ngram_sum"], keepdims=0),
        make("Min", ["ngrams", "one"], ["is_ngram"]),
        make("Cast", ["is_ngram"], ["is_ngram_float"], to=TensorProto.FLOAT),
        make("ReduceSum", ["is_ngram_float", "axis"], ["counted"], keepdims=1),
        make("Max", ["counted", "one_count"], ["count"]),
        make("Sqrt", ["count"], ["root"]),
        make("Div", ["ngram_sum", "root"], ["of_parts"]),
        make("Add", ["of_word", "of_stem"], ["of_word_and_stem"]),
        make("Add", ["of_word_and_stem", "of_parts"], ["vectors"]),
        make("Unsqueeze", ["vectors", "axis"], ["steps"]),
    ]


def _bilstm(units: int) -> list[NodeProto]:
    """The states of both directions side by side, shape (words, 2 * units)."""
    make = helper.make_node
    return [
        make(
            "LSTM",
            ["steps", "lstm_input", "lstm_recurrent", "lstm_bias"],
            ["by_direction"],
            direction="bidirectional",
            hidden_size=units,
        ),
        make("Reshape", ["by_direction", "flat"], ["states"]),
    ]


def _pooling() -> list[NodeProto]:
    """Every head's weighted mean of the states, and their maximum, as one row."""
    make = helper.make_node
    return [
        make("Gemm", ["states", "attention_kernel", "attention_bias"], ["attended"]),
        make("Tanh", ["attended"], ["projected"]),
        make("Gemm", ["projected", "score_kernel", "score_bias"], ["scores"]),
        make("Softmax", ["scores"], ["attention"], axis=0),
        make("Transpose", ["attention"], ["by_head"], perm=[1, 0]),
        make("MatMul", ["by_head", "states"], ["means"]),
        make("ReduceMax", ["states"], ["maximum"], axes=[0], keepdims=1),
        make("Concat", ["means", "maximum"], ["pooled"], axis=0),
        make("Reshape", ["pooled", "row"], ["features"]),
    ]


def _logits() -> list[NodeProto]:
    """The logits of the deep branch and those of the linear one, added."""
    make = helper.make_node
    return [
        make("Gemm", ["features", "class_kernel", "class_bias"], ["deep"]),
        make("Gather", ["term_table", "terms"], ["of_terms"]),
        make("MatMul", ["weights", "of_terms"], ["linear"]),
        make("Add", ["deep", "linear"], ["logits"]),
    ]

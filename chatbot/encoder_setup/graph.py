"""ONNX graph of the sentence encoder, built from the published weights node by node.

The network is BERT (Devlin et al. 2018, https://arxiv.org/abs/1810.04805) in the size of MiniLM:
six layers of twelve heads. Operators: https://onnx.ai/onnx/operators/, opset 17.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from chatbot.encoder.files import DIMENSION
from chatbot.encoder.sentence_encoder import MAX_PIECES
from chatbot.export.graph_builder import serialize

LAYERS = 6
HEADS = 12
HEAD_SIZE = DIMENSION // HEADS
EPSILON = 1e-12
MASKED = -10_000.0
"""Addend to the attention scores of padding, as in the original."""

FloatArray = NDArray[np.float32]
Weights = Mapping[str, FloatArray]


def build_encoder(weights: Weights) -> bytes:
    """Return the graph as bytes; the same weights give the same bytes.

    `weights` have the names of the published file. Inputs are `ids` (int64) and `mask` (float32: 1
    for a piece, 0 for padding), both of shape (batch, pieces); outputs are `layer5` and `layer6`,
    of shape (batch, pieces, DIMENSION).
    """
    nodes = [*_embeddings(), *_bias_of_padding()]
    for layer in range(LAYERS):
        nodes += _attention(layer) + _feed_forward(layer)
    kinds = {"ids": TensorProto.INT64, "mask": TensorProto.FLOAT}
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info(name, kind, ["b", "s"]) for name, kind in kinds.items()],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["b", "s", DIMENSION])
            for name in ("layer5", "layer6")
        ],
        [
            numpy_helper.from_array(array, name)
            for name, array in (_tables(weights) | _dense(weights)).items()
        ],
    )
    return serialize(graph)


def compact_table(table: FloatArray) -> tuple[NDArray[np.int8], FloatArray]:
    """Quantize the rows of `table` to int8; return the rows and the scales, shape (rows, 1)."""
    scale = np.abs(table).max(axis=1, keepdims=True) / np.float32(127)
    return np.round(table / np.maximum(scale, np.float32(1e-30))).astype(np.int8), scale


def _tables(weights: Weights) -> dict[str, NDArray[Any]]:
    """Tables of word and position vectors, and constants."""
    words, scale = compact_table(weights["embeddings.word_embeddings.weight"])
    # A message is a single sentence, with token type 0 throughout.
    places = weights["embeddings.position_embeddings.weight"][:MAX_PIECES]
    return {
        "words": words,
        "scale": scale,
        "places": places + weights["embeddings.token_type_embeddings.weight"][0],
        "zero": np.array([0], np.int64),
        "second": np.array([1], np.int64),
        "of_heads": np.array([0, 0, HEADS, HEAD_SIZE], np.int64),
        "of_layer": np.array([0, 0, DIMENSION], np.int64),
        "between": np.array([1, 2], np.int64),
        "one": np.array(1, np.float32),
        "half": np.array(0.5, np.float32),
        "masked": np.array(MASKED, np.float32),
        "root_two": np.sqrt(np.array(2, np.float32)),
        "root_head_size": np.sqrt(np.array(HEAD_SIZE, np.float32)),
    }


def _dense(weights: Weights) -> dict[str, FloatArray]:
    """Weights of the layers, with the (output, input) weights of PyTorch's Linear transposed."""
    dense = {}
    for name, array in sorted(weights.items()):
        if name.startswith(("encoder.", "embeddings.LayerNorm.")):
            dense[name] = np.ascontiguousarray(array.T) if array.ndim == 2 else array
    return dense


def _embeddings() -> list[NodeProto]:
    """Normalised sum of word and position vectors."""
    make = helper.make_node
    return [
        make("Gather", ["words", "ids"], ["whole"]),
        make("Cast", ["whole"], ["unscaled"], to=TensorProto.FLOAT),
        make("Gather", ["scale", "ids"], ["scales"]),
        make("Mul", ["unscaled", "scales"], ["of_words"]),
        make("Shape", ["ids"], ["pieces"], start=1, end=2),
        make("Slice", ["places", "zero", "pieces"], ["of_places"]),
        make("Add", ["of_words", "of_places"], ["of_both"]),
        _normalised("of_both", "embeddings.LayerNorm", "layer0"),
    ]


def _bias_of_padding() -> list[NodeProto]:
    """Addend to attention scores, shape (batch, 1, 1, pieces)."""
    make = helper.make_node
    return [
        make("Sub", ["one", "mask"], ["padding"]),
        make("Mul", ["padding", "masked"], ["bias_of_pieces"]),
        make("Unsqueeze", ["bias_of_pieces", "between"], ["bias"]),
    ]


def _attention(layer: int) -> list[NodeProto]:
    """Multi-head attention with residual and normalisation: `layer{n}` to `attended{n}`."""
    make = helper.make_node
    name = f"encoder.layer.{layer}.attention"
    query, key, value = (f"{part}{layer}" for part in ("query", "key", "value"))
    return [
        *_linear(f"layer{layer}", f"{name}.self.query", query),
        *_linear(f"layer{layer}", f"{name}.self.key", key),
        *_linear(f"layer{layer}", f"{name}.self.value", value),
        make("Reshape", [query, "of_heads"], [f"{query}.heads"]),
        make("Reshape", [key, "of_heads"], [f"{key}.heads"]),
        make("Reshape", [value, "of_heads"], [f"{value}.heads"]),
        make("Transpose", [f"{query}.heads"], [f"{query}.rows"], perm=[0, 2, 1, 3]),
        make("Transpose", [f"{key}.heads"], [f"{key}.columns"], perm=[0, 2, 3, 1]),
        make("Transpose", [f"{value}.heads"], [f"{value}.rows"], perm=[0, 2, 1, 3]),
        make("MatMul", [f"{query}.rows", f"{key}.columns"], [f"products{layer}"]),
        make("Div", [f"products{layer}", "root_head_size"], [f"scores{layer}"]),
        make("Add", [f"scores{layer}", "bias"], [f"masked{layer}"]),
        make("Softmax", [f"masked{layer}"], [f"shares{layer}"], axis=-1),
        make("MatMul", [f"shares{layer}", f"{value}.rows"], [f"mixed{layer}"]),
        make("Transpose", [f"mixed{layer}"], [f"mixed{layer}.pieces"], perm=[0, 2, 1, 3]),
        make("Reshape", [f"mixed{layer}.pieces", "of_layer"], [f"joined{layer}"]),
        *_linear(f"joined{layer}", f"{name}.output.dense", f"projected{layer}"),
        make("Add", [f"projected{layer}", f"layer{layer}"], [f"projected{layer}.sum"]),
        _normalised(f"projected{layer}.sum", f"{name}.output.LayerNorm", f"attended{layer}"),
    ]


def _feed_forward(layer: int) -> list[NodeProto]:
    """Two Linears around GELU, with residual: `attended{n}` to `layer{n + 1}`."""
    make = helper.make_node
    name, wide = f"encoder.layer.{layer}", f"wide{layer}"
    return [
        *_linear(f"attended{layer}", f"{name}.intermediate.dense", wide),
        # GELU by the error function: the approximation by tanh is off by 5e-3 in the end.
        make("Div", [wide, "root_two"], [f"{wide}.scaled"]),
        make("Erf", [f"{wide}.scaled"], [f"{wide}.erf"]),
        make("Add", [f"{wide}.erf", "one"], [f"{wide}.gate"]),
        make("Mul", [wide, f"{wide}.gate"], [f"{wide}.gated"]),
        make("Mul", [f"{wide}.gated", "half"], [f"{wide}.gelu"]),
        *_linear(f"{wide}.gelu", f"{name}.output.dense", f"narrow{layer}"),
        make("Add", [f"narrow{layer}", f"attended{layer}"], [f"narrow{layer}.sum"]),
        _normalised(f"narrow{layer}.sum", f"{name}.output.LayerNorm", f"layer{layer + 1}"),
    ]


def _linear(source: str, weights: str, target: str) -> list[NodeProto]:
    product = f"{target}.product"
    return [
        helper.make_node("MatMul", [source, f"{weights}.weight"], [product]),
        helper.make_node("Add", [product, f"{weights}.bias"], [target]),
    ]


def _normalised(source: str, weights: str, target: str) -> NodeProto:
    names = [source, f"{weights}.weight", f"{weights}.bias"]
    return helper.make_node("LayerNormalization", names, [target], axis=-1, epsilon=EPSILON)

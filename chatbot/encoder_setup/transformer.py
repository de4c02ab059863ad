"""Nodes of a transformer that the graphs of the sentence encoders have in common.

The network is BERT (Devlin et al. 2018, https://arxiv.org/abs/1810.04805), with the names of its
published weights. Operators: https://onnx.ai/onnx/operators/, opset 17.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, ValueInfoProto, helper

from chatbot.encoder.files import DIMENSION

HEADS = 12
HEAD_SIZE = DIMENSION // HEADS
EPSILON = 1e-12
MASKED = -10_000.0
"""Addend to the attention scores of padding, as in the original."""

Linear = Callable[[str, str, str], list[NodeProto]]
"""Function from the names of source, weights and target to the nodes of a linear layer."""


def inputs() -> list[ValueInfoProto]:
    """Return the inputs, shape (batch, pieces): `ids`, and `mask`, 1 for pieces, 0 for padding."""
    kinds = {"ids": TensorProto.INT64, "mask": TensorProto.FLOAT}
    return [helper.make_tensor_value_info(name, kind, ["b", "s"]) for name, kind in kinds.items()]


def outputs(*names: str) -> list[ValueInfoProto]:
    """Return outputs of shape (batch, pieces, DIMENSION)."""
    return [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["b", "s", DIMENSION])
        for name in names
    ]


def with_places(source: str) -> list[NodeProto]:
    """Return the nodes from word vectors to `layer0`, the normalised sum with `places`."""
    make = helper.make_node
    return [
        make("Shape", ["ids"], ["pieces"], start=1, end=2),
        make("Slice", ["places", "zero", "pieces"], ["of_places"]),
        make("Add", [source, "of_places"], ["of_both"]),
        _normalised("of_both", "embeddings.LayerNorm", "layer0"),
    ]


def layer_nodes(layer: int, linear: Linear) -> list[NodeProto]:
    """Return the nodes from `layer{n}` to `layer{n + 1}`."""
    return _attention(layer, linear) + _feed_forward(layer, linear)


def constants() -> dict[str, NDArray[Any]]:
    """Return the constants of the nodes, by name."""
    return {
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


def bias_of_padding() -> list[NodeProto]:
    """Addend to attention scores, shape (batch, 1, 1, pieces)."""
    make = helper.make_node
    return [
        make("Sub", ["one", "mask"], ["padding"]),
        make("Mul", ["padding", "masked"], ["bias_of_pieces"]),
        make("Unsqueeze", ["bias_of_pieces", "between"], ["bias"]),
    ]


def _attention(layer: int, linear: Linear) -> list[NodeProto]:
    """Multi-head attention with residual and normalisation: `layer{n}` to `attended{n}`."""
    make = helper.make_node
    name = f"encoder.layer.{layer}.attention"
    query, key, value = (f"{part}{layer}" for part in ("query", "key", "value"))
    return [
        *linear(f"layer{layer}", f"{name}.self.query", query),
        *linear(f"layer{layer}", f"{name}.self.key", key),
        *linear(f"layer{layer}", f"{name}.self.value", value),
        *(make("Reshape", [part, "of_heads"], [f"{part}.heads"]) for part in (query, key, value)),
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
        *linear(f"joined{layer}", f"{name}.output.dense", f"projected{layer}"),
        make("Add", [f"projected{layer}", f"layer{layer}"], [f"projected{layer}.sum"]),
        _normalised(f"projected{layer}.sum", f"{name}.output.LayerNorm", f"attended{layer}"),
    ]


def _feed_forward(layer: int, linear: Linear) -> list[NodeProto]:
    """Two Linears around GELU, with residual: `attended{n}` to `layer{n + 1}`."""
    make = helper.make_node
    name, wide = f"encoder.layer.{layer}", f"wide{layer}"
    return [
        *linear(f"attended{layer}", f"{name}.intermediate.dense", wide),
        # GELU by the error function: the approximation by tanh is off by 5e-3 in the end.
        make("Div", [wide, "root_two"], [f"{wide}.scaled"]),
        make("Erf", [f"{wide}.scaled"], [f"{wide}.erf"]),
        make("Add", [f"{wide}.erf", "one"], [f"{wide}.gate"]),
        make("Mul", [wide, f"{wide}.gate"], [f"{wide}.gated"]),
        make("Mul", [f"{wide}.gated", "half"], [f"{wide}.gelu"]),
        *linear(f"{wide}.gelu", f"{name}.output.dense", f"narrow{layer}"),
        make("Add", [f"narrow{layer}", f"attended{layer}"], [f"narrow{layer}.sum"]),
        _normalised(f"narrow{layer}.sum", f"{name}.output.LayerNorm", f"layer{layer + 1}"),
    ]


def _normalised(source: str, weights: str, target: str) -> NodeProto:
    names = [source, f"{weights}.weight", f"{weights}.bias"]
    return helper.make_node("LayerNormalization", names, [target], axis=-1, epsilon=EPSILON)

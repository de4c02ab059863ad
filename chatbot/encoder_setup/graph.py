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

from chatbot.encoder.sentence_encoder import MAX_PIECES
from chatbot.encoder_setup.transformer import (
    bias_of_padding,
    constants,
    inputs,
    layer_nodes,
    outputs,
    with_places,
)
from chatbot.export.graph_builder import serialize

LAYERS = 6

FloatArray = NDArray[np.float32]
Weights = Mapping[str, FloatArray]


def build_encoder(weights: Weights) -> bytes:
    """Return the graph as bytes; the same weights give the same bytes.

    `weights` have the names of the published file. Inputs are `ids` (int64) and `mask` (float32: 1
    for a piece, 0 for padding), both of shape (batch, pieces); outputs are `layer5` and `layer6`,
    of shape (batch, pieces, DIMENSION).
    """
    nodes = [*_embeddings(), *bias_of_padding()]
    for layer in range(LAYERS):
        nodes += layer_nodes(layer, _linear)
    graph = helper.make_graph(
        nodes,
        "encoder",
        inputs(),
        outputs("layer5", "layer6"),
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
        **constants(),
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
        *with_places("of_words"),
    ]


def _linear(source: str, weights: str, target: str) -> list[NodeProto]:
    product = f"{target}.product"
    return [
        helper.make_node("MatMul", [source, f"{weights}.weight"], [product]),
        helper.make_node("Add", [product, f"{weights}.bias"], [target]),
    ]

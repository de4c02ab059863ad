"""ONNX graph of the multilingual encoder: twelve layers with matrices of 4 bits a number.

MatMulNBits and GatherBlockQuantized are operators of onnxruntime:
https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper

from chatbot.encoder.files import DIMENSION
from chatbot.encoder.sentence_encoder import MAX_PIECES
from chatbot.encoder_setup.multilingual_file import BLOCK, Matrix, MultilingualFile
from chatbot.encoder_setup.transformer import (
    bias_of_padding,
    constants,
    inputs,
    layer_nodes,
    outputs,
    with_places,
)

OPSET, IR_VERSION = 21, 10
_CONTRIBUTED = "com.microsoft"
_EIGHT_BITS = 4
"""Accuracy level at which the operator rounds what it multiplies to 8 bits: in half the time."""

_OUTPUTS = ("lower", "upper")
SPREADS = (1.6, 3.0)
_CENTRE = Path(__file__).with_name("centre.json")
"""Mean vectors of the pieces of both layers, in 600 messages of six languages: they have a common
part of length 4, which says nothing about a message."""

_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Names of a layer's parts in BERT, by those in the file."""


def build_multilingual(file: MultilingualFile) -> bytes:
    """Return the graph as bytes; the same file gives the same bytes.

    Inputs are those of the English encoder; outputs are the last two layers, centred, and as far
    spread as those of the English encoder, so that networks learn from both alike.
    """
    matrices = {_name(name): matrix for name, matrix in file.matrices.items()}
    table = matrices.pop("words")

    def linear(source: str, weights: str, target: str) -> list[NodeProto]:
        return _linear(source, weights, target, matrices[f"{weights}.weight"])

    nodes = [*_word_vectors(), *with_places("of_words"), *bias_of_padding()]
    for layer in range(file.layers):
        nodes += layer_nodes(layer, linear)
    for name, layer in zip(_OUTPUTS, (file.layers - 1, file.layers), strict=True):
        nodes += _centred(f"layer{layer}", name)
    graph = helper.make_graph(
        nodes,
        "encoder",
        inputs(),
        outputs(*_OUTPUTS),
        [_table(table), *(numpy_helper.from_array(*item) for item in _arrays(file, matrices))],
    )
    return _serialised(graph)


def _serialised(graph: GraphProto) -> bytes:
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_CONTRIBUTED, 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
    return bytes(model.SerializeToString())


def _name(name: str) -> str:
    """Name of a tensor in the graph, by that in the file: "l3.fo.w", "emb.ln.b"."""
    if name == "emb.word":
        return "words"
    *path, kind = name.split(".")
    kind = {"w": "weight", "b": "bias"}[kind]
    if path == ["emb", "ln"]:
        return f"embeddings.LayerNorm.{kind}"
    return f"encoder.layer.{path[0][1:]}.{_PARTS[path[1]]}.{kind}"


def _table(matrix: Matrix) -> Any:
    """Word vectors of 4 bits with a sign, for which the highest bit of each is turned over."""
    signed = matrix.nibbles ^ np.uint8(0x88)
    shape = (len(signed), DIMENSION)
    return helper.make_tensor("words", TensorProto.INT4, shape, signed.tobytes(), raw=True)


def _arrays(file: MultilingualFile, matrices: dict[str, Matrix]) -> list[tuple[NDArray[Any], str]]:
    """Arrays with the names of the graph."""
    floats = {_name(name): array for name, array in file.floats.items() if name not in _EMBEDDINGS}
    places = file.floats["emb.pos"].reshape(-1, DIMENSION)[:MAX_PIECES]
    arrays: dict[str, NDArray[Any]] = {
        "scales": file.matrices["emb.word"].scales,
        "places": places + file.floats["emb.type"][:DIMENSION],
        **constants(),
        **floats,
    }
    for name, mean, spread in zip(_OUTPUTS, centre(), SPREADS, strict=True):
        arrays |= {f"{name}.mean": mean, f"{name}.spread": np.array(spread, np.float32)}
    for name, matrix in matrices.items():
        arrays[name] = matrix.nibbles
        arrays[f"{name}.scales"] = matrix.scales.astype(np.float32).ravel()
    return [(array, name) for name, array in arrays.items()]


_EMBEDDINGS = {"emb.pos", "emb.type"}


def centre() -> NDArray[np.float32]:
    """Return the mean vectors of both outputs, shape (2, DIMENSION)."""
    return np.array(json.loads(_CENTRE.read_text(encoding="utf-8")), np.float32)


def _centred(source: str, target: str) -> list[NodeProto]:
    return [
        helper.make_node("Sub", [source, f"{target}.mean"], [f"{target}.centred"]),
        helper.make_node("Mul", [f"{target}.centred", f"{target}.spread"], [target]),
    ]


def _word_vectors() -> list[NodeProto]:
    make = helper.make_node
    return [
        make(
            "GatherBlockQuantized",
            ["words", "ids", "scales"],
            ["halves"],
            domain=_CONTRIBUTED,
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        ),
        make("Cast", ["halves"], ["of_words"], to=TensorProto.FLOAT),
    ]


def _linear(source: str, weights: str, target: str, matrix: Matrix) -> list[NodeProto]:
    rows, blocks, _ = matrix.nibbles.shape
    product = helper.make_node(
        "MatMulNBits",
        [source, f"{weights}.weight", f"{weights}.weight.scales"],
        [f"{target}.product"],
        domain=_CONTRIBUTED,
        K=blocks * BLOCK,
        N=rows,
        bits=4,
        block_size=BLOCK,
        accuracy_level=_EIGHT_BITS,
    )
    return [product, helper.make_node("Add", [f"{target}.product", f"{weights}.bias"], [target])]

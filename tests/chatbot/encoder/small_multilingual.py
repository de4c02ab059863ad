"""A small file in the format of the multilingual encoder's, with two layers and few pieces."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from chatbot.encoder.files import GRAPH
from chatbot.encoder.kinds import MULTILINGUAL_ENCODER
from chatbot.encoder_setup.mapping import write_mapped

LAYERS, HIDDEN, WIDE, BLOCK = 2, 384, 1536, 32
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_COSTS = (
    "▁=3.9 ▁que=8.0 ry=9.0 :=5.0 ▁wo=7.5 ▁woher=10.5 her=8.5 ▁ist=6.0 ▁mein=7.0 ▁Pak=9.5 et=6.5"
    " ?=4.0 h=7.7 e=5.1 r=5.7 i=5.5 s=5.4 t=5.6 m=7.6 n=5.3 w=8.2 o=5.9 P=8.8 a=5.0 k=6.6 q=9.9"
    " u=6.1 y=7.2 包裹=11.5 包=9.0 裹=12.0 我的=8.0 <=9.0 >=9.1 ä=7.0 zx=12.0 xh=3.0 xhhhh=1.0"
)
PIECES = {piece: -float(cost) for piece, cost in (pair.rsplit("=", 1) for pair in _COSTS.split())}
"""Scores of the pieces."""

RULES = {"\u200b": " ", "\x07": ""}

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class SmallFile:
    """Bytes of a file, and the same weights with the names of BERT, as they were published."""

    data: bytes
    weights: Mapping[str, Array]


@cache
def small_file() -> SmallFile:
    """Return a file with random weights."""
    rng = np.random.default_rng(1)
    pieces = [*SPECIAL, *PIECES, "<mask>"]
    scores = [0.0] * len(SPECIAL) + [*PIECES.values(), 0.0]
    tensors, weights = {}, {}
    for name, long_name, shape in _shapes(len(pieces)):
        if len(shape) == 2 and not name.startswith(("emb.pos", "emb.type")):
            tensors[name], weights[long_name] = _rounded(rng, shape)
        else:
            array = rng.normal(name.endswith("n.w"), 0.1, shape).astype("<f4")
            tensors[name], weights[long_name] = (0, array.size, array.tobytes()), array
    return SmallFile(_file(pieces, scores, tensors), weights)


def _shapes(pieces: int) -> list[tuple[str, str, tuple[int, ...]]]:
    shapes: list[tuple[str, str, tuple[int, ...]]] = [
        ("emb.word", "embeddings.word_embeddings.weight", (pieces, HIDDEN)),
        ("emb.pos", "embeddings.position_embeddings.weight", (128, HIDDEN)),
        ("emb.type", "embeddings.token_type_embeddings.weight", (2, HIDDEN)),
        ("emb.ln.w", "embeddings.LayerNorm.weight", (HIDDEN,)),
        ("emb.ln.b", "embeddings.LayerNorm.bias", (HIDDEN,)),
    ]
    parts = {
        "q": ("attention.self.query", (HIDDEN, HIDDEN)),
        "k": ("attention.self.key", (HIDDEN, HIDDEN)),
        "v": ("attention.self.value", (HIDDEN, HIDDEN)),
        "ao": ("attention.output.dense", (HIDDEN, HIDDEN)),
        "aln": ("attention.output.LayerNorm", (HIDDEN,)),
        "fi": ("intermediate.dense", (WIDE, HIDDEN)),
        "fo": ("output.dense", (HIDDEN, WIDE)),
        "oln": ("output.LayerNorm", (HIDDEN,)),
    }
    for layer in range(LAYERS):
        for part, (name, shape) in parts.items():
            long_name = f"encoder.layer.{layer}.{name}"
            shapes.append((f"l{layer}.{part}.w", f"{long_name}.weight", shape))
            shapes.append((f"l{layer}.{part}.b", f"{long_name}.bias", shape[:1]))
    return shapes


def _rounded(
    rng: np.random.Generator, shape: tuple[int, ...]
) -> tuple[tuple[int, int, bytes], Array]:
    """Random matrix of 4 bits a number, as in the file and as it is meant."""
    numbers = rng.integers(0, 16, (*shape[:-1], shape[-1] // BLOCK, BLOCK), np.uint8)
    scales = rng.uniform(0.005, 0.015, numbers.shape[:-1]).astype("<f2")
    halves = numbers[..., :16] + 16 * numbers[..., 16:]
    blocks = np.concatenate([scales[..., None].view("u1"), halves], axis=-1)
    matrix = (numbers.astype(float) - 8) * scales[..., None]
    return (1, matrix.size, blocks.tobytes()), matrix.reshape(shape)


def _file(
    pieces: list[str], scores: list[float], tensors: Mapping[str, tuple[int, int, bytes]]
) -> bytes:
    texts = [piece.encode() for piece in pieces]
    ends = np.cumsum([0, *map(len, texts)])
    head = b"E5S1" + struct.pack(
        "<I7ifi", 1, HIDDEN, LAYERS, 12, WIDE, len(pieces), 128, 2, 1e-12, 32
    )
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, int(ends[-1]))
    head += ends.astype("<u4").tobytes() + np.array(scores, "<f4").tobytes() + b"".join(texts)
    rules = [
        struct.pack(f"<IB{len(new)}I", ord(old), len(new), *map(ord, new))
        for old, new in RULES.items()
    ]
    head += struct.pack("<iI", len(rules), sum(map(len, rules))) + b"".join(rules)
    head += struct.pack("<i", len(tensors))
    start = len(head) + sum(2 + len(name) + 21 for name in tensors)
    for name, (kind, count, data) in tensors.items():
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, count, start, len(data))
        start += len(data)
    return head + b"".join(data for _, _, data in tensors.values())


@pytest.fixture(scope="session")
def small_multilingual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small multilingual encoder, which no test may change."""
    from chatbot.encoder_setup.multilingual import convert_multilingual  # onnx, for few tests

    folder = tmp_path_factory.mktemp("small") / "encoder-multilingual"
    folder.mkdir()
    graph, table = convert_multilingual(small_file().data)
    whole = folder.with_name(GRAPH)
    whole.write_bytes(graph)
    (folder / MULTILINGUAL_ENCODER.tokenizer).write_bytes(table)
    write_mapped(whole, MULTILINGUAL_ENCODER, folder)
    return folder

"""Reader of the published file of the multilingual encoder.

The file has a head, the pieces of the vocabulary with their scores, the rules that normalise
characters, and the weights, all little-endian. Matrices have 4 bits a number: 32 neighbours in a
row share a factor.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
"""Neighbouring numbers of a row with a common factor."""

_FLOATS = 0
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])


@dataclass(frozen=True, slots=True)
class Matrix:
    """Matrix of 4-bit numbers: (number - 8) * scale.

    `scales` has shape (rows, blocks); `nibbles`, (rows, blocks, 16), has two neighbours a byte, the
    first in the lower half.
    """

    scales: NDArray[np.float16]
    nibbles: NDArray[np.uint8]

    @classmethod
    def of(cls, data: bytes, columns: int) -> Matrix:
        """Return the matrix of the file's blocks, which pair each number with that 16 later."""
        blocks = np.frombuffer(data, _BLOCK_TYPE).reshape(-1, columns // BLOCK)
        pairs = blocks["nibbles"]
        numbers = np.concatenate([pairs & 15, pairs >> 4], axis=-1)
        return cls(blocks["scale"].copy(), numbers[..., 0::2] | numbers[..., 1::2] << 4)


@dataclass(frozen=True, slots=True)
class MultilingualFile:
    """Contents of the file. The tensors have the file's names.

    `pieces` and `scores` are in the order of the numbers of pieces; `rules` are the replacements of
    single characters.
    """

    layers: int
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    rules: Mapping[str, str]
    floats: Mapping[str, NDArray[np.float32]]
    matrices: Mapping[str, Matrix]

    @classmethod
    def of(cls, data: bytes) -> MultilingualFile:
        """Return the contents of the file in `data`, verified before by its checksum."""
        reader = _NumberReader(data)
        reader.take("4sI")
        hidden, layers, _, wide, *_ = reader.take("7ifi")
        (count,) = reader.take("i")
        *_, length = reader.take("4iQ")
        offsets, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
        text = reader.bytes(length)
        pieces = tuple(text[start:end].decode() for start, end in pairwise(offsets.tolist()))
        rules = _rules(reader)
        columns = {f"l{layer}.fo.w": wide for layer in range(layers)}
        floats, matrices = {}, {}
        for name, kind, start, size in _tensors(reader):
            tensor = data[start : start + size]
            if kind == _FLOATS:
                floats[name] = np.frombuffer(tensor, "<f4")
            else:
                matrices[name] = Matrix.of(tensor, columns.get(name, hidden))
        return cls(layers, pieces, scores, rules, floats, matrices)


class _NumberReader:
    """Reader of numbers from front to back."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, layout: str) -> tuple[int, ...]:
        """Return the numbers of a layout of `struct`."""
        layout = f"<{layout}"
        numbers = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return numbers

    def array(self, kind: str, count: int) -> NDArray[np.float32]:
        """Return `count` numbers of a kind."""
        numbers = np.frombuffer(self._data, kind, count, self._at)
        self._at += numbers.nbytes
        return numbers

    def bytes(self, count: int) -> bytes:
        """Return `count` bytes."""
        self._at += count
        return self._data[self._at - count : self._at]


def _rules(reader: _NumberReader) -> dict[str, str]:
    count, _ = reader.take("iI")
    rules = {}
    for _ in range(count):
        char, length = reader.take("IB")
        rules[chr(char)] = "".join(map(chr, reader.take(f"{length}I")))
    return rules


def _tensors(reader: _NumberReader) -> list[tuple[str, int, int, int]]:
    """Name, kind, first byte and number of bytes of each tensor."""
    tensors = []
    (count,) = reader.take("i")
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.bytes(length).decode()
        kind, _, start, size = reader.take("BIQQ")
        tensors.append((name, kind, start, size))
    return tensors

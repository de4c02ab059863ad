"""Table of the pieces of a unigram vocabulary, found by hashes: 4 MB for 250,000 pieces.

A dictionary of the same pieces would take 55 MB of each process. Processes map the file, and share
it.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_HEAD = struct.Struct("<4sIIf")
_MAGIC = b"RUP1"
_FACTOR = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]


class Match(NamedTuple):
    """Piece of the vocabulary in a text, from the character at `start`."""

    start: int
    length: int
    number: int
    score: float


class UnigramTable:
    """Pieces with numbers and scores, sorted by hash, and the rules that replace characters.

    `lowest` is the lowest score, and `longest` the number of characters of the longest piece.
    """

    def __init__(
        self,
        hashes: Hashes,
        scores: NDArray[np.float32],
        numbers: NDArray[np.int32],
        longest: int,
        lowest: float,
        rules: Mapping[str, str],
    ) -> None:
        self._hashes, self._scores, self._numbers = hashes, scores, numbers
        self.longest, self.lowest = longest, lowest
        self.rules = str.maketrans(dict(rules))

    @classmethod
    def open(cls, path: Path) -> UnigramTable:
        """Return the table in a file, mapped into memory. Raises ValueError for another file."""
        with path.open("rb") as stream:
            data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        magic, count, longest, lowest = _HEAD.unpack_from(data)
        if magic != _MAGIC:
            raise ValueError(f"{path.name} holds no pieces")
        hashes = np.frombuffer(data, "<u8", count, _HEAD.size)
        scores = np.frombuffer(data, "<f4", count, _HEAD.size + hashes.nbytes)
        end = _HEAD.size + hashes.nbytes + scores.nbytes
        numbers = np.frombuffer(data, "<i4", count, end)
        rules = json.loads(data[end + numbers.nbytes :])
        return cls(hashes, scores, numbers, longest, lowest, rules)

    def matches(self, text: str) -> Iterator[Match]:
        """Find all pieces in a text, by start, then by length."""
        hashes = _hashes_of_parts(text, self.longest)
        places = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        starts, lengths = np.nonzero(self._hashes[places] == hashes)
        places = places[starts, lengths]
        return map(
            Match._make,
            zip(
                starts.tolist(),
                (lengths + 1).tolist(),
                self._numbers[places].tolist(),
                self._scores[places].tolist(),
                strict=True,
            ),
        )


def table_bytes(
    pieces: Mapping[str, int], scores: Sequence[float], rules: Mapping[str, str]
) -> bytes:
    """Return the file of the table of `pieces` with their numbers, and `scores` by number.

    Raises ValueError if two pieces have the same hash.
    """
    texts = [*pieces]
    hashes = _hashes_of(texts)
    order = np.argsort(hashes)
    if (np.diff(hashes[order].view(np.int64)) == 0).any():
        raise ValueError("two pieces have the same hash")
    numbers = np.array(list(pieces.values()), "<i4")[order]
    sorted_scores = np.array(scores, "<f4")[numbers]
    head = _HEAD.pack(_MAGIC, len(pieces), max(map(len, texts)), float(sorted_scores.min()))
    text = json.dumps(dict(rules), ensure_ascii=False, separators=(",", ":")).encode()
    arrays = (hashes[order], sorted_scores, numbers)
    return b"".join((head, *(array.tobytes() for array in arrays), text))


def _hashes_of(texts: Sequence[str]) -> Hashes:
    """Hashes of whole texts."""
    hashes = np.zeros(len(texts), np.uint64)
    lengths = np.array([len(text) for text in texts])
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        codes = _codes("".join(texts[row] for row in rows.tolist())).reshape(-1, length)
        for column in codes.T:
            hashes[rows] = _longer(hashes[rows], column)
    return hashes


def _hashes_of_parts(text: str, longest: int) -> Hashes:
    """Hashes of all parts of up to `longest` characters: shape (start, length).

    Zero stands for parts beyond the end, and is no hash of a piece.
    """
    codes = _codes(text)
    hashes = np.zeros((len(codes), min(longest, len(codes))), np.uint64)
    part = np.zeros(len(codes), np.uint64)
    for length in range(hashes.shape[1]):
        part = _longer(part[: len(codes) - length], codes[length:])
        hashes[: len(part), length] = part
    return hashes


def _longer(hashes: Hashes, codes: NDArray[np.uint64]) -> Hashes:
    """Hashes of texts with one more character."""
    product = (hashes + codes) * _FACTOR
    return product ^ product >> np.uint64(29)


def _codes(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)

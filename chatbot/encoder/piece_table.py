"""Table of word pieces with a vector for each, the same in any message: all that a student reads.

The vectors are those that the sentence encoder gives to pieces alone, so that related words have
similar vectors (as in Model2Vec, https://github.com/MinishLab/model2vec).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.word_piece_splitter import WordPieceSplitter

VECTOR_SIZE = 256
"""Length of the vector of a piece."""

_HEAD = struct.Struct("<II")
_NEAREST = 8
_MAX_CACHED_WORDS = 20_000


class PieceTable:
    """Piece reader with vectors of 8-bit numbers, in microseconds per message.

    `rows` has shape (pieces, VECTOR_SIZE); multiplied by `scales`, (pieces, 1), they are vectors.
    """

    def __init__(
        self, pieces: Sequence[str], rows: NDArray[np.int8], scales: NDArray[np.float32]
    ) -> None:
        self._splitter = WordPieceSplitter(pieces)
        self._rows, self._scales = rows, scales
        self.near_words = lru_cache(_MAX_CACHED_WORDS)(self._near_words)
        """Return the words with the most similar vectors; none for a word of several pieces."""

    @classmethod
    def of(cls, pieces: Sequence[str], vectors: NDArray[np.float32]) -> PieceTable:
        """Return the table of vectors, rounded."""
        scales = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9) / np.float32(127)
        return cls(pieces, np.round(vectors / scales).astype(np.int8), scales.astype(np.float32))

    @property
    def width(self) -> int:
        """Length of a vector."""
        return int(self._rows.shape[1])

    @property
    def is_of_words(self) -> bool:
        """True: the pieces are those of the English encoder."""
        return True

    def read(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of the pieces of a message, shape (pieces, VECTOR_SIZE)."""
        numbers = self._numbers(words)
        vectors: NDArray[np.float32] = self._rows[numbers] * self._scales[numbers]
        return vectors

    def names(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the pieces of a message; no words count as one unknown piece."""
        return tuple(self._splitter.pieces[number] for number in self._numbers(words))

    def has_word(self, word: str) -> bool:
        """Return True for a word equal to a single piece, and so a word of the language."""
        return self.number(word) is not None

    def number(self, word: str) -> int | None:
        """Return the number of a word equal to a single piece, None for any other."""
        return self._splitter.number(word)

    def _numbers(self, words: Sequence[str]) -> list[int]:
        return [number for word in words or ("",) for number in self._splitter.split(word)]

    def _near_words(self, word: str) -> tuple[str, ...]:
        numbers = self._splitter.split(word)
        if len(numbers) > 1 or numbers[0] not in self._place_of_word:
            return ()
        similarities = self._unit_vectors @ self._unit_vectors[self._place_of_word[numbers[0]]]
        order = np.argsort(-similarities)[1 : 1 + _NEAREST]
        return tuple(self._splitter.pieces[self._whole_words[place]] for place in order)

    @cached_property
    def _whole_words(self) -> list[int]:
        """Numbers of the pieces that are words of letters."""
        pieces = self._splitter.pieces
        return [i for i, piece in enumerate(pieces) if piece.isalpha() and len(piece) > 1]

    @cached_property
    def _place_of_word(self) -> dict[int, int]:
        return {number: place for place, number in enumerate(self._whole_words)}

    @cached_property
    def _unit_vectors(self) -> NDArray[np.float32]:
        vectors = self._rows[self._whole_words].astype(np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def to_bytes(self) -> bytes:
        """Return the table as bytes for `from_bytes`."""
        text = "\n".join(self._splitter.pieces).encode()
        head = _HEAD.pack(len(self._splitter.pieces), len(text))
        return b"".join((head, text, self._scales.astype("<f4").tobytes(), self._rows.tobytes()))

    @classmethod
    def from_bytes(cls, data: bytes) -> PieceTable:
        """Return the table in the bytes of `to_bytes`; the rows are not copied."""
        count, length = _HEAD.unpack_from(data)
        start = _HEAD.size + length
        pieces = data[_HEAD.size : start].decode().split("\n")
        scales = np.frombuffer(data, "<f4", count, start).reshape(-1, 1)
        rows = np.frombuffer(data, np.int8, -1, start + scales.nbytes)
        return cls(pieces, rows.reshape(count, -1), scales)

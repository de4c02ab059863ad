"""WordPiece: splits words into the pieces of a vocabulary.

(Schuster & Nakajima 2012, https://doi.org/10.1109/ICASSP.2012.6289079.)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

UNKNOWN = "[UNK]"
CONTINUED = "##"
"""Mark of a piece within a word."""

_MOST_CHARACTERS = 100
"""Length of a word from which on it counts as unknown, as in BERT."""

_MAX_CACHED_WORDS = 10_000


class WordPieceSplitter:
    """Splitter of lower-case words into numbers of pieces.

    The pieces equal those of BERT's tokenizer, without special pieces.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = tuple(pieces)
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._longest = max(map(len, pieces))
        self.split = lru_cache(_MAX_CACHED_WORDS)(self._split)
        """Return the numbers of the pieces of a word, at least one."""

    def number(self, word: str) -> int | None:
        """Return the number of a word equal to a single piece, None for any other."""
        return self._numbers.get(word)

    def _split(self, word: str) -> tuple[int, ...]:
        numbers = [number for part in _parts(word) for number in self._longest_first(part)]
        return tuple(numbers) or (self._numbers[UNKNOWN],)

    def _longest_first(self, part: str) -> list[int]:
        """Split by the longest piece that fits, from left to right; unknown as a whole if stuck."""
        unknown = [self._numbers[UNKNOWN]]
        if len(part) > _MOST_CHARACTERS:
            return unknown
        numbers: list[int] = []
        start, mark = 0, ""
        while start < len(part):
            end = min(len(part), start + self._longest)
            while end > start and mark + part[start:end] not in self._numbers:
                end -= 1
            if end == start:
                return unknown
            numbers.append(self._numbers[mark + part[start:end]])
            start, mark = end, CONTINUED
        return numbers


def _parts(word: str) -> list[str]:
    """Cut a word without accents at punctuation and around ideographs, each a part of its own."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFD", word)
        word = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    spaced = "".join(f" {char} " if _is_alone(char) else char for char in word)
    return spaced.split()


def _is_alone(char: str) -> bool:
    code = ord(char)
    if code < 128:
        return not char.isalnum() and code > 32
    return unicodedata.category(char).startswith("P") or _is_ideograph(code)


def _is_ideograph(code: int) -> bool:
    return (
        0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x2CEAF
        or 0x2F800 <= code <= 0x2FA1F
    )

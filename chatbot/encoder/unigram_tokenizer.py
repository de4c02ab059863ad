"""Unigram tokenizer: the likeliest pieces of each word, of a vocabulary with scores.

(Kudo 2018, https://arxiv.org/abs/1804.10959; SentencePiece, https://arxiv.org/abs/1808.06226.)
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from chatbot.encoder.unigram_table import Match, UnigramTable

START, END, UNKNOWN = 0, 2, 3
"""Numbers of the special pieces."""

SPACE = "▁"
PREFIX = "query:"
"""Word before every text, as in the encoder's own training."""

_UNKNOWN_PENALTY = 10.0
_MAX_CACHED_WORDS, _LONGEST_CACHED = 10_000, 40
_MAX_CHARACTERS = 1_000
"""Length of the part of a text to read, as of words."""

_SURROGATES = re.compile(r"[\ud800-\udfff]")

Piece = tuple[int, str]


@dataclass(frozen=True, slots=True)
class UnigramEncoding:
    """Numbers and texts of the pieces of a message, the special ones included."""

    ids: list[int]
    tokens: list[str]

    def __len__(self) -> int:
        return len(self.ids)


class UnigramTokenizer:
    """Tokenizer of texts as typed, with at most `most_pieces` for a text.

    The pieces equal those of the published tokenizer, but for space at the end, which has none.
    """

    def __init__(self, table: UnigramTable, most_pieces: int) -> None:
        self._table = table
        self._most = most_pieces
        self._cached = lru_cache(_MAX_CACHED_WORDS)(self._split)

    @classmethod
    def open(cls, path: Path, most_pieces: int) -> UnigramTokenizer:
        """Return the tokenizer with the table in a file. Raises ValueError for another file."""
        return cls(UnigramTable.open(path), most_pieces)

    def encode(self, text: str) -> UnigramEncoding:
        """Return the pieces of a text between the special ones, after those of the prefix."""
        pieces = [(START, "<s>")]
        for word in (PREFIX, *self._words(text)):
            pieces += self._cached(word) if len(word) <= _LONGEST_CACHED else self._split(word)
            if len(pieces) >= self._most:
                break
        pieces = [*pieces[: self._most - 1], (END, "</s>")]
        return UnigramEncoding([number for number, _ in pieces], [name for _, name in pieces])

    def token_to_id(self, word: str) -> int | None:
        """Return the number of the piece that is a whole word, None for a word of several."""
        number, *more = (number for number, _ in self._split(word))
        return None if more or number == UNKNOWN else number

    def _words(self, text: str) -> list[str]:
        # Single characters are replaced by the rules; the accents of NFKC are joined before.
        visible = _SURROGATES.sub("", text[: 4 * _MAX_CHARACTERS])
        normal = unicodedata.normalize("NFKC", visible).translate(self._table.rules)
        return normal[:_MAX_CHARACTERS].replace(SPACE, " ").split()

    def _split(self, word: str) -> tuple[Piece, ...]:
        """Pieces with numbers; neighbouring unknown characters are a single piece."""
        marked = SPACE + word
        pieces: list[Piece] = []
        for unknown, run in groupby(self._best_path(marked), lambda match: match.number == UNKNOWN):
            matches = [*run]
            if unknown:
                start, last = matches[0].start, matches[-1]
                pieces.append((UNKNOWN, marked[start : last.start + last.length]))
            else:
                pieces += [
                    (match.number, marked[match.start : match.start + match.length])
                    for match in matches
                ]
        return tuple(pieces)

    def _best_path(self, text: str) -> list[Match]:
        """Path of pieces from start to end with the highest sum of scores (Viterbi 1967)."""
        best = [0.0, *[-math.inf] * len(text)]
        last: list[Match | None] = [None] * (len(text) + 1)
        for match in self._with_unknown(text):
            end, score = match.start + match.length, best[match.start] + match.score
            if score > best[end]:
                best[end], last[end] = score, match
        path: list[Match] = []
        at = len(text)
        while match_before := last[at]:
            path.append(match_before)
            at = match_before.start
        return path[::-1]

    def _with_unknown(self, text: str) -> Iterator[Match]:
        """Pieces of a text, and unknown characters where none has a single character."""
        penalty = self._table.lowest - _UNKNOWN_PENALTY
        start = 0
        for match in self._table.matches(text):
            yield from (Match(i, 1, UNKNOWN, penalty) for i in range(start, match.start))
            # The shortest piece comes first.
            start = match.start + (match.length == 1)
            yield match
        yield from (Match(i, 1, UNKNOWN, penalty) for i in range(start, len(text)))

"""Cells of a table by column: which hold messages, and which tell intents or responses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from chatbot.intents.formats.tables.prose import is_mostly_distinct, is_prose
from chatbot.intents.formats.tables.unclear_columns import UnclearColumnsError

if TYPE_CHECKING:
    from chatbot.intents.formats.tables.columns import Meaning

_NUMBER = re.compile(
    r"[A-Za-z]{0,4}[-_# ]?[-+]?\d[\d.,:/ -]*"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}"
)
"""Number, date, or identifier."""


_LONGEST_TAG, _MOST_TAG_WORDS = 60, 3


class CellTable:
    """Cells of a table by column; numbers under a word tell a header."""

    def __init__(self, rows: Sequence[Sequence[str]], *, has_header: bool) -> None:
        under = [[cell for cell in column if cell.strip()] for column in _turned(rows[1:])]
        numbers = {index for index, cells in enumerate(under) if cells and _are_numbers(cells)}
        self.has_header = has_header or any(
            rows[0][index].strip() and not _are_numbers([rows[0][index]]) for index in numbers
        )
        self._rows = rows[1:] if self.has_header else rows
        filled = {index for index, column in enumerate(_turned(self._rows)) if any(column)}
        self._worded = sorted(filled - numbers)
        self._numbers = sorted(numbers)
        self._distinct = [len({*column}) for column in _turned(self._rows)]

    def messages(self, taken: set[int]) -> int:
        """The column of words that repeats least; of several, the one that holds no tags."""
        free = [index for index in self._worded if index not in taken]
        most = max((self._distinct[index] for index in free), default=0)
        likeliest = [index for index in free if self._distinct[index] == most]
        return self._only("text", likeliest, [i for i in likeliest if not self._has_tags(i)])

    def labels(self, text: int) -> tuple[Meaning, int]:
        """The column beside the messages: of intents, or of responses where it holds sentences.

        Where the messages are sentences, and the rest is questions, these may be the messages.
        """
        column = self._intents({text})
        messages, cells = _turned(self._rows)[text], _turned(self._rows)[column]
        if is_prose(cells):
            return "response", column
        if is_prose(messages) and is_mostly_distinct(cells) and not self._has_tags(column):
            raise UnclearColumnsError("text", sorted((text + 1, column + 1)))
        return "intent", column

    def _intents(self, taken: set[int]) -> int:
        """The column that repeats most: of words, or of numbers where there is no other."""
        for columns in (self._worded, self._numbers):
            free = [index for index in columns if index not in taken]
            fewest = min((self._distinct[index] for index in free), default=0)
            if 0 < fewest < len(self._rows):
                likeliest = [index for index in free if self._distinct[index] == fewest]
                return self._only("intent", likeliest, [*filter(self._has_tags, likeliest)])
        free = [index for index in self._worded if index not in taken]
        return self._only("intent", [*filter(self._has_tags, free)], [])

    def _only(self, meaning: Meaning, likeliest: list[int], preferred: list[int]) -> int:
        columns = likeliest if len(likeliest) == 1 else preferred
        if len(columns) != 1:
            raise UnclearColumnsError(meaning, [index + 1 for index in likeliest])
        return columns[0]

    def _has_tags(self, column: int) -> bool:
        """True for a column of names in a few words, without an end of a sentence."""
        return all(_is_tag(row[column].strip()) for row in self._rows)


def _is_tag(cell: str) -> bool:
    is_short = len(cell) <= _LONGEST_TAG and len(cell.split()) <= _MOST_TAG_WORDS
    return is_short and not cell.endswith((".", "?", "!", "？", "。"))


def _turned(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return list(zip(*rows, strict=True))


def _are_numbers(cells: Iterable[str]) -> bool:
    return all(_NUMBER.fullmatch(cell.strip()) for cell in cells)

"""Columns of a table: which hold messages, intents and responses, by names, choice or guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from chatbot.intents.dialects.names import NAMES, normalized

Meaning = Literal["text", "intent", "response"]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)

_VAGUE = frozenset(
    (
        *("id", "name", "type", "title", "topic", "nombre", "tipo", "tema", "nome", "nom", "sujet"),
        *("bezeichnung", "thema", "nama", "topik", "titulo", "titre", "titel", "judul", "clave"),
        *("chave", "cle", "schlussel", "kunci", "identificador", "identifiant"),
    )
)
"""Names of an intent in JSON that are as often those of another column of a table."""

_NAMES: dict[Meaning, frozenset[str]] = {
    "text": frozenset((*NAMES["patterns"], "testo", "messaggio", "metin", "текст", "сообщение")),
    "intent": frozenset(NAMES["tag"]) - _VAGUE,
    "response": frozenset(NAMES["responses"]),
}

_NUMBER = re.compile(
    r"[A-Za-z]{0,4}[-_# ]?[-+]?\d[\d.,:/ -]*"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}"
)
"""Number, date, or identifier."""


_LONGEST_TAG, _MOST_TAG_WORDS = 60, 3


class UnclearColumnsError(Exception):
    """Error: `meaning` fits none of the columns, or several alike (`columns`, counted from 1).

    `name` is a chosen column that is not there.
    """

    def __init__(self, meaning: Meaning, columns: Sequence[int] = (), name: str = "") -> None:
        super().__init__()
        self.meaning = meaning
        self.columns = tuple(columns)
        self.name = name


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a table by meaning, counted from 0, and the meanings that are a guess.

    `has_header` is True where the first row has names.
    """

    indices: Mapping[Meaning, int]
    has_header: bool
    guessed: tuple[Meaning, ...] = ()


@lru_cache(maxsize=4096)
def meaning_of(name: str) -> Meaning | None:
    """Return the meaning of the name of a column, in any language of the dialects; or None."""
    key = normalized(name)
    forms = {key, key.removesuffix("s"), f"{key}s"}
    return next((meaning for meaning, names in _NAMES.items() if forms & names), None)


def chosen_columns(rows: Sequence[Sequence[str]], choice: Mapping[Meaning, str]) -> Columns:
    """Return the columns that are chosen, by name or by number from 1.

    Raises UnclearColumnsError for a column that is not there.
    """
    names = [normalized(name) for name in rows[0]]
    indices: dict[Meaning, int] = {}
    by_name = False
    for meaning, column in choice.items():
        if normalized(column) in names:
            indices[meaning], by_name = names.index(normalized(column)), True
        elif column.isdecimal() and 0 < int(column) <= len(names):
            indices[meaning] = int(column) - 1
        else:
            raise UnclearColumnsError(meaning, name=column)
    return Columns(indices, by_name or bool(_named(rows)))


def find_columns(rows: Sequence[Sequence[str]]) -> Columns:
    """Find the columns by the names in the first row, and by what the cells repeat.

    Raises UnclearColumnsError where two columns are as likely.
    """
    named = _named(rows)
    if len(named) > 1 and "text" in named:
        return Columns(named, has_header=True)
    table = _Table(rows, has_header=bool(named))
    indices = dict(named)
    if "text" not in indices:
        indices["text"] = table.messages({*indices.values()})
    if indices.keys() == {"text"}:
        indices["intent"] = table.intents({*indices.values()})
    guessed = tuple(meaning for meaning in indices if meaning not in named)
    return Columns(indices, table.has_header, guessed)


def _named(rows: Sequence[Sequence[str]]) -> dict[Meaning, int]:
    """First column of each meaning, if the first row has its name and no other row has."""
    named: dict[Meaning, int] = {}
    for index, name in enumerate(rows[0]):
        meaning = meaning_of(name)
        repeats = any(row[index] == name for row in rows[1:])
        if meaning and meaning not in named and not repeats:
            named[meaning] = index
    # "q" and "a" are names beside one another; alone, either may be a cell.
    alone = len(named) == 1 and all(len(rows[0][index].strip()) == 1 for index in named.values())
    return {} if alone else named


class _Table:
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

    def intents(self, taken: set[int]) -> int:
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

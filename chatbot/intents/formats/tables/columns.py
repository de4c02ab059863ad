"""Columns of a table: which hold messages, intents and responses, by names, choice or guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from chatbot.intents.dialects.names import NAMES, normalized
from chatbot.intents.formats.tables.cell_table import CellTable
from chatbot.intents.formats.tables.topic_column import is_topic_column
from chatbot.intents.formats.tables.unclear_columns import UnclearColumnsError

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


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a table by meaning, counted from 0, and the meanings that are a guess.

    `has_header` is True where the first row has names.
    """

    indices: Mapping[Meaning, int]
    has_header: bool
    guessed: tuple[Meaning, ...] = ()

    @property
    def numbers(self) -> dict[Meaning, int]:
        """Numbers of the columns, counted from 1."""
        return {meaning: index + 1 for meaning, index in self.indices.items()}


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
    table = CellTable(rows, has_header=bool(named))
    indices = dict(named)
    if "text" not in indices:
        indices["text"] = table.messages({*indices.values()})
    if indices.keys() == {"text"}:
        meaning, column = table.labels(indices["text"])
        indices[meaning] = column
    guessed = tuple(meaning for meaning in indices if meaning not in named)
    return Columns(indices, table.has_header, guessed)


def _named(rows: Sequence[Sequence[str]]) -> dict[Meaning, int]:
    """First column of each meaning, if the first row has its name and no other row has.

    A column of intents is preferred to one of topics.
    """
    named: dict[Meaning, int] = {}
    for index, name in enumerate(rows[0]):
        meaning = meaning_of(name)
        repeats = any(row[index] == name for row in rows[1:])
        is_better = meaning not in named or (
            is_topic_column(rows[0][named[meaning]]) and not is_topic_column(name)
        )
        if meaning and is_better and not repeats:
            named[meaning] = index
    # "q" and "a" are names beside one another; alone, either may be a cell.
    alone = len(named) == 1 and all(len(rows[0][index].strip()) == 1 for index in named.values())
    return {} if alone else named

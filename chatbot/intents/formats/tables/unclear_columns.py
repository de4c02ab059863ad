"""Columns of a table that are not clear: the error, and its sentence with an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from chatbot.intents.formats.tables.prose import is_prose, usual_length

if TYPE_CHECKING:
    from chatbot.intents.formats.tables.columns import Meaning

_MEANT: Mapping[Meaning, str] = MappingProxyType(
    {"text": "the messages", "intent": "the intents", "response": "the responses"}
)


class UnclearColumnsError(Exception):
    """Error: `meaning` fits none of the columns, or several alike (`columns`, counted from 1).

    `name` is a chosen column that is not there.
    """

    def __init__(self, meaning: Meaning, columns: Sequence[int] = (), name: str = "") -> None:
        super().__init__()
        self.meaning = meaning
        self.columns = tuple(columns)
        self.name = name


def unclear_sentence(error: UnclearColumnsError, rows: Sequence[Sequence[str]]) -> str:
    """Sentence about columns that are not clear, with the cells of the first row."""
    numbers = ", ".join(f"{number} ({cell.strip()})" for number, cell in enumerate(rows[0], 1))
    if error.name:
        return f"There is no column {error.name}: there are {numbers}."
    where = _MEANT[error.meaning]
    how = f"name the columns, as in --columns {_example(rows)}: there are {numbers}."
    if not error.columns:
        return f"No column tells {where}: {how}"
    alike = " and ".join(map(str, error.columns))
    return f"The columns {alike} may each have {where}: {how}"


def _example(rows: Sequence[Sequence[str]]) -> str:
    """Choice of columns: sentences are answers, the longest of them, and no names of intents."""
    columns = list(zip(*rows, strict=True))
    if not any(map(is_prose, columns)):
        return "text=1,intent=2"
    numbers = range(1, len(columns) + 1)
    longest = sorted(numbers, key=lambda number: -usual_length(columns[number - 1]))
    return f"text={longest[1]},response={longest[0]}"

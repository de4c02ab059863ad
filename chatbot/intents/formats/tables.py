"""Tables in CSV: a message and its intent a row, or a row for each text of our own export."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from chatbot.intents.formats.columns import (
    Columns,
    Meaning,
    UnclearColumnsError,
    chosen_columns,
    find_columns,
)
from chatbot.intents.formats.draft import ImportDraft, IntentDraft
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.formats.sources.files import LARGEST_FILE
from chatbot.text.wording import counted

HEADER = ["tag", "field", "text"]
"""Columns of our own tables: a row for each pattern, response, test, context and description."""

FIELDS = {
    "pattern": "patterns",
    "response": "responses",
    "context_set": "context_set",
    "context_filter": "context_filter",
    "description": "description",
    "test": "tests",
}
"""Names in the column "field", with the fields of an intent."""

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""Beginning of a text that a spreadsheet takes for a formula, also behind apostrophes."""

_MEANT: Mapping[Meaning, str] = MappingProxyType(
    {"text": "the messages", "intent": "the intents", "response": "the responses"}
)
_DELIMITERS = (",", ";", "\t")
_WORDS = re.compile(r"\w+")
_LONGEST_TAG = 60

_SAMPLE = 1000
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
csv.field_size_limit(LARGEST_FILE)


def recognises(document: Document) -> bool:
    """True for a table of two columns or more."""
    return document.kind == "table" and len(next(iter(_rows(document)), (0, []))[1]) > 1


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read tables into the draft; raises ImportSourceError for rows of different lengths."""
    for document in documents:
        rows = _rows(document)
        names = [name.strip().casefold() for name in next(rows)[1]]
        if names == HEADER:
            _read_own(draft, document, rows)
        else:
            _read_rows(draft, document, names, rows)


def _read_rows(
    draft: ImportDraft, document: Document, names: list[str], rows: Iterator[tuple[int, list[str]]]
) -> None:
    columns = _columns(draft, document)
    if not columns.has_header:
        rows = _rows(document)
    draft.lose("column", document.name, len(names) - len(columns.indices))
    draft.note_guess(document.name, columns)
    for _, cells in rows:
        _read_row(draft, {key: cells[index].strip() for key, index in columns.indices.items()})


def _columns(draft: ImportDraft, document: Document) -> Columns:
    sample = [cells for _, cells in islice(_rows(document), _SAMPLE)]
    try:
        return chosen_columns(sample, draft.columns) if draft.columns else find_columns(sample)
    except UnclearColumnsError as error:
        raise document.file.error(_unclear(error, sample[0]), 1, 1) from error


def _unclear(error: UnclearColumnsError, first: Sequence[str]) -> str:
    """Sentence about columns that are not clear."""
    numbers = ", ".join(f"{number} ({name.strip()})" for number, name in enumerate(first, start=1))
    if error.name:
        return f"There is no column {error.name}: there are {numbers}."
    where = _MEANT[error.meaning]
    how = f"name the columns, as in --columns text=1,intent=2: there are {numbers}."
    if not error.columns:
        return f"No column tells {where}: {how}"
    alike = " and ".join(map(str, error.columns))
    return f"The columns {alike} may each have {where}: {how}"


def _rows(document: Document) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with their lines."""
    text: str = document.value
    lines = (match[0] for match in _LINES.finditer(text))
    reader = csv.reader(lines, delimiter=_delimiter(text))
    width = 0
    try:
        for cells in reader:
            if any(cells):
                width = width or len(cells)
                _check_width(document, reader.line_num, cells, width)
                yield reader.line_num, cells
    except csv.Error as error:
        message = "This is not a table: put texts with quotes in double quotes, and double those."
        raise document.file.error(message, reader.line_num, 1) from error


def _delimiter(text: str) -> str:
    """The delimiter that the first row has most of, outside of quoted cells."""
    row = text[: text.find("\n") % (len(text) + 1)][:10_000]
    counts = {sign: len(next(csv.reader([row], delimiter=sign), [])) for sign in _DELIMITERS}
    return max(counts, key=lambda sign: counts[sign])


def _check_width(document: Document, line: int, cells: list[str], width: int) -> None:
    if len(cells) != width:
        message = (
            f"This row has {counted(len(cells), 'cell')}, and the first one {width}: put texts with"
            " the delimiter in double quotes."
        )
        raise document.file.error(message, line, 1)


def _read_row(draft: ImportDraft, values: Mapping[Meaning, str]) -> None:
    text = values.get("text", "")
    intent = draft.intent(values.get("intent") or _slug(text))
    if text:
        intent.patterns.append(text)
    response = values.get("response", "")
    if response and response not in intent.responses:
        intent.responses.append(response)


def _slug(text: str) -> str:
    return "_".join(_WORDS.findall(text.casefold()))[:_LONGEST_TAG].rstrip("_")


def _read_own(
    draft: ImportDraft, document: Document, rows: Iterator[tuple[int, list[str]]]
) -> None:
    for line, (tag, name, text) in rows:
        if name not in FIELDS:
            raise document.file.error(f"The field is one of {', '.join(FIELDS)}.", line, 1)
        _add(draft.intent(_unquoted(tag)), FIELDS[name], _unquoted(text))


def _unquoted(text: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from calculating."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _add(intent: IntentDraft, name: str, text: str) -> None:
    if name == "description":
        intent.description = text
    else:
        getattr(intent, name).append(text)

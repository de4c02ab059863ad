"""Rows of a table: cells with the number of their line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.formats.sources.files import LARGEST_FILE
from chatbot.text.wording import counted

_DELIMITERS = (",", ";", "\t")
_SEPARATOR = re.compile(r'"?sep=([,;\t])"?(?:\r\n?|\n)', re.IGNORECASE)
"""First line by which Excel names the delimiter."""

_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
csv.field_size_limit(LARGEST_FILE)


def read_rows(document: Document) -> Iterator[tuple[int, list[str]]]:
    """Read the rows that are not empty; raises ImportSourceError for one of another length."""
    text: str = document.value
    lines: list[str] = []
    separator = _SEPARATOR.match(text)
    delimiter = separator[1] if separator else _delimiter(text)
    # Without `strict`, a cell such as "hello" he said loses its quotes in silence.
    reader = csv.reader(_recorded(text, lines), delimiter=delimiter, strict=True)
    width = 0
    try:
        if separator:
            next(reader)
        lines.clear()
        for cells in reader:
            if any(cells):
                width = width or len(cells)
                _check_width(document, reader.line_num, cells, width)
                yield reader.line_num, cells
            lines.clear()
    except csv.Error as error:
        message = (
            "A double quote in this row is not closed, or stands inside a text: close it, or"
            " double those inside of texts."
        )
        raise document.file.error(message, reader.line_num - len(lines) + 1, 1) from error


def _delimiter(text: str) -> str:
    """The delimiter that the first row has most of, outside of quoted cells."""
    line = _LINES.match(text)
    row = line[0][:10_000].rstrip("\r\n") if line else ""
    counts = {sign: len(next(csv.reader([row], delimiter=sign), [])) for sign in _DELIMITERS}
    return max(counts, key=lambda sign: counts[sign])


def _recorded(text: str, lines: list[str]) -> Iterator[str]:
    """Lines of a text, which are added to the list as they are read."""
    for match in _LINES.finditer(text):
        lines.append(match[0])
        yield match[0]


def _check_width(document: Document, line: int, cells: list[str], width: int) -> None:
    if len(cells) != width:
        message = (
            f"This row has {counted(len(cells), 'cell')}, and the first one {width}: put texts with"
            " the delimiter in double quotes."
        )
        raise document.file.error(message, line, 1)

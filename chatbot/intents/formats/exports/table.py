"""Tables of intents: a row for each pattern, response, test, context and description."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from chatbot.errors import ExplainedError
from chatbot.intents.formats.tables.own_table import FIELDS, FORMULA, HEADER, NO_LIMIT
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.responses.fields import rich_lines
from chatbot.text.wording import shortened

_BYTE_ORDER_MARK = "\ufeff"
"""Sign by which Excel knows UTF-8."""


class UnwritableTextError(ExplainedError, ValueError):
    """Error: a text has a character that the format cannot hold."""


def csv_table(intents: IntentSet) -> bytes:
    """The intents as CSV with the columns tag, field and text; raises UnwritableTextError."""
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    for intent in intents:
        writer.writerows(_rows(intent))
    text = file.getvalue()
    if "\0" in text:
        tag = next(i.tag for i in intents if "\0" in i.tag + "".join(t for _, t in _texts(i)))
        raise UnwritableTextError(
            f'The intent "{shortened(tag)}" has the character NUL, which no table holds: remove it.'
        )
    return (_BYTE_ORDER_MARK + text).encode(errors="replace")


def _rows(intent: Intent) -> Iterator[list[str]]:
    for name, text in _texts(intent):
        yield [_quoted(intent.tag), name, _quoted(text)]


def _texts(intent: Intent) -> list[tuple[str, str]]:
    texts: list[tuple[str, str]] = []
    for name, attribute in FIELDS.items():
        if name not in ("lifespan", "rich_response", _unused_filter(intent)):
            value = getattr(intent, attribute)
            values = [value] if isinstance(value, str) and value else value
            texts += [(name, text) for text in values]
    for context, lifespan in intent.lifespans.items():
        texts.append(("lifespan", f"{NO_LIMIT if lifespan is None else lifespan} {context}"))
    return [*texts, *(("rich_response", line) for line in rich_lines(intent))]


def _unused_filter(intent: Intent) -> str:
    return "context_filter" if intent.needs_all else "context_filter_all"


def _quoted(text: str) -> str:
    """The text, behind an apostrophe if a spreadsheet would calculate it."""
    return f"'{text}" if FORMULA.match(text) else text

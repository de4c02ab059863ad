"""Own tables: a row for each pattern, response, test, context and description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatbot.intents.context_fields import MOST_TURNS
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.formats.own_fields import read_rich
from chatbot.intents.formats.sources.documents import Document

HEADER = ["tag", "field", "text"]
"""Columns of our own tables."""

FIELDS = {
    "pattern": "patterns",
    "response": "responses",
    "context_set": "context_set",
    "context_filter": "context_filter",
    "description": "description",
    "test": "tests",
    "lifespan": "lifespans",
    "context_filter_all": "context_filter",
    "rich_response": "rich",
}
"""Names in the column "field", with the fields of an intent."""

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""Beginning of a text that a spreadsheet takes for a formula, also behind apostrophes."""


NO_LIMIT = "null"
"""Lifespan of a context that stays open."""

_LIFESPAN = re.compile(rf"(\d{{1,4}}|{MOST_TURNS}|{NO_LIMIT}) .+", re.DOTALL)


def read_own(draft: ImportDraft, document: Document, rows: Iterator[tuple[int, list[str]]]) -> None:
    """Read the rows below the header into the draft; raises ImportSourceError."""
    for line, (tag, name, text) in rows:
        if name not in FIELDS:
            raise document.file.error(f"The field is one of {', '.join(FIELDS)}.", line, 1)
        if name == "lifespan" and not _LIFESPAN.fullmatch(text):
            raise document.file.error('A lifespan is a number and a name: "10 order".', line, 1)
        if name == "rich_response":
            read_rich(draft, draft.intent(_unquoted(tag)), _unquoted(text))
        else:
            _add(draft.intent(_unquoted(tag)), name, _unquoted(text))


def _unquoted(text: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from calculating."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _add(intent: IntentDraft, name: str, text: str) -> None:
    if name == "description":
        intent.description = text
    elif name == "lifespan":
        lifespan, _, context = text.partition(" ")
        intent.lifespans[context] = None if lifespan == NO_LIMIT else int(lifespan)
    else:
        getattr(intent, FIELDS[name]).append(text)
        intent.needs_all = intent.needs_all or name == "context_filter_all"

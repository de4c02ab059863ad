"""Contexts and responses in the form of our own files, read into a draft."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from chatbot.intents.context_fields import (
    Opening,
    are_lifespans,
    lifespans_of,
    opened_names,
)
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.responses.fields import ResponseEntry


def read_contexts(draft: ImportDraft, intent: IntentDraft, fields: Mapping[str, Any]) -> None:
    """Read the contexts of an intent; anything else is lost."""
    opened, awaited = fields.get("context_set"), fields.get("context_filter")
    openings: list[Opening] = []
    for item in opened if isinstance(opened, list) else [opened]:
        lifespans = _lifespans(item)
        openings += [lifespans] if lifespans else draft.texts(item, "context_set")
    intent.context_set += opened_names(openings)
    intent.lifespans |= lifespans_of(openings)
    if isinstance(awaited, dict):
        intent.needs_all = "all" in awaited
        awaited = awaited.get("all", awaited.get("any"))
    intent.context_filter += draft.texts(awaited, "context_filter")


def read_responses(draft: ImportDraft, intent: IntentDraft, value: Any) -> None:
    """Read responses: texts, or objects with a text and more."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            for entry in _entries(draft, [json.dumps(item)]):
                intent.add_response(entry.whole, entry.rich())
        else:
            intent.responses += draft.texts(item, "responses")


def read_rich(draft: ImportDraft, intent: IntentDraft, lines: Any) -> None:
    """Read what is more than the texts of responses, as our exports note it: a line of JSON each.

    Of lines with the same text, the first is for the first response with it.
    """
    for entry in _entries(draft, lines):
        intent.note_rich(entry.whole, entry.rich())


def _entries(draft: ImportDraft, lines: Any) -> Iterator[ResponseEntry]:
    for line in draft.texts(lines, "rich_response"):
        try:
            yield ResponseEntry.model_validate_json(line)
        except ValidationError:
            draft.lose("malformed", line)


def _lifespans(value: Any) -> dict[str, int | None] | None:
    """Lifespans by name, also of a reader for which all numbers are texts; None without."""
    if not isinstance(value, dict):
        return None
    numbers = {name: _number(lifespan) for name, lifespan in value.items()}
    return numbers if are_lifespans(numbers) else None


def _number(value: Any) -> Any:
    if value == "null":
        return None
    return int(value) if isinstance(value, str) and value.isdecimal() else value

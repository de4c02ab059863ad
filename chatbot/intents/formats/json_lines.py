"""JSON Lines, and JSON lists: an object for a message and its intent, or for a whole intent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.formats.tables import INTENT_NAMES, RESPONSE_NAMES, TEXT_NAMES

_FIELDS_BY_KEY = (
    {key: "patterns" for word in TEXT_NAMES for key in (word, f"{word}s")}
    | {key: "responses" for word in RESPONSE_NAMES for key in (word, f"{word}s")}
    | {name: name for name in ("context_filter", "context_set", "tests")}
)
"""Fields of an intent by the keys of an object."""


def recognises(document: Document) -> bool:
    """True for JSON Lines, and for a JSON list, of objects with an intent."""
    if document.kind not in ("json", "lines") or not isinstance(document.value, list):
        return False
    return any(isinstance(item, dict) and _intent_key(item) for item in document.value)


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read objects into the draft: a whole intent each, or a message with its intent."""
    for document in documents:
        for item in draft.objects(document.value, document.name):
            intent = draft.intent(item.get(_intent_key(item)))
            for key in filter(_FIELDS_BY_KEY.get, item):
                texts = getattr(intent, _FIELDS_BY_KEY[key])
                # Beside every message of an intent is the same response.
                if not (isinstance(item[key], str) and item[key] in texts):
                    texts.extend(draft.texts(item[key], key))
            intent.description += "".join(draft.texts(item.get("description"), "description"))


def _intent_key(item: dict[str, Any]) -> str:
    """Key of the intent in an object, "" if that is no example and no intent."""
    has_content = not item.keys().isdisjoint(_FIELDS_BY_KEY)
    return next((key for key in INTENT_NAMES if key in item), "") if has_content else ""

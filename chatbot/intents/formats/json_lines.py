"""JSON Lines, and JSON lists: an object for a message and its intent, or for a whole intent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from chatbot.intents.formats.columns import Meaning, meaning_of
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.sources.documents import Document

_FIELDS: Mapping[Meaning, str] = MappingProxyType({"text": "patterns", "response": "responses"})
_OWN_FIELDS = ("context_filter", "context_set", "tests")


def recognises(document: Document) -> bool:
    """True for JSON Lines, and for a JSON list, of objects with an intent."""
    if document.kind not in ("json", "lines") or not isinstance(document.value, list):
        return False
    return any(isinstance(item, dict) and _intent_key(item) for item in document.value)


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read objects into the draft: a whole intent each, or a message with its intent."""
    for document in documents:
        for item in draft.objects(document.value, document.name):
            _read_object(item, draft)


def _read_object(item: dict[str, Any], draft: ImportDraft) -> None:
    intent_key = _intent_key(item)
    intent = draft.intent(item.get(intent_key))
    for key, value in item.items():
        if field := _field(key):
            texts = getattr(intent, field)
            # Beside every message of an intent is the same response.
            if not (isinstance(value, str) and value in texts):
                texts.extend(draft.texts(value, key))
        elif key == "description":
            intent.description += "".join(draft.texts(value, key))
        elif key != intent_key:
            draft.lose("key", key)


def _field(key: str) -> str:
    """Field of an intent by the key of an object, "" for any other key."""
    meaning = meaning_of(key)
    return key if key in _OWN_FIELDS else _FIELDS.get(meaning, "") if meaning else ""


def _intent_key(item: dict[str, Any]) -> str:
    """Key of the intent in an object, "" if that is no example and no intent."""
    if not any(map(_field, item)):
        return ""
    keys = [key for key in item if meaning_of(key) == "intent"]
    return "intent" if "intent" in keys else next(iter(keys), "")

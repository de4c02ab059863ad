"""JSON Lines, and JSON lists: an object for a message and its intent, or for a whole intent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chatbot.intents.dialects.intent_keys import keys_by_role
from chatbot.intents.dialects.intent_reader import IntentReader, ReadIntent
from chatbot.intents.dialects.names import Role
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.own_fields import read_contexts, read_responses
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.formats.tables.example_keys import TopicKeys, field_of, intent_key_of
from chatbot.located_json.scanner import Path

_LISTS: tuple[Role, ...] = ("patterns", "tests")
_OF_WHOLE_INTENTS = frozenset(("tests", "context_set", "context_filter"))


def recognises(document: Document) -> bool:
    """True for JSON Lines, and for a JSON list, of objects with an intent."""
    if document.kind not in ("json", "lines") or not isinstance(document.value, list):
        return False
    objects = (item for item in document.value if isinstance(item, dict))
    return any(intent_key_of(item) or _is_whole(item) for item in objects)


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read objects into the draft: a whole intent each, or a message with its intent."""
    for document in documents:
        items = draft.objects(document.value, document.name)
        topics = TopicKeys.of([item for item in items if not _is_whole(item)])
        for item in items:
            if _is_whole(item):
                _read_whole(item, draft)
            else:
                _read_example(item, draft, topics)


def _is_whole(item: dict[str, Any]) -> bool:
    """True for an intent in any dialect, with a list of texts or with contexts."""
    keys = keys_by_role(item)
    texts = [item[keys[role]] for role in ("patterns", "responses") if role in keys]
    is_listed = any(isinstance(text, (list, dict)) for text in texts)
    return "tag" in keys and bool(texts) and (is_listed or not _OF_WHOLE_INTENTS.isdisjoint(keys))


def _read_whole(item: dict[str, Any], draft: ImportDraft) -> None:
    def spelled(path: Path) -> str:
        value: Any = item
        for step in path:
            value = value[step]
        return str(value)

    read_intent = IntentReader((), spelled).read(item)
    values = read_intent.values
    intent = draft.intent(values.get("tag"))
    for role in _LISTS:
        getattr(intent, role).extend(draft.texts(values.get(role), role))
    read_responses(draft, intent, values.get("responses"))
    read_contexts(draft, intent, values)
    intent.description += "".join(draft.texts(values.get("description"), "description"))
    _lose_unread(item, read_intent, draft)


def _lose_unread(item: dict[str, Any], read_intent: ReadIntent, draft: ImportDraft) -> None:
    """Count keys without a meaning, texts that are not read, and blanks."""
    read_keys = {*read_intent.keys.values(), *read_intent.variations}
    for key in item:
        if key not in read_keys:
            draft.lose("key", key)
    for note in read_intent.notes:
        if note.kind in ("blank_pattern", "blank_response"):
            draft.lose("blank_text")
        elif note.kind in ("locale", "negative_group"):
            draft.lose("key", note.key)


def _read_example(item: dict[str, Any], draft: ImportDraft, topics: TopicKeys) -> None:
    intent_key = intent_key_of(item)
    if question := topics.first_question(item, intent_key):
        intent_key, intent = "", draft.intent_of(question)
    else:
        intent = draft.labelled(item.get(intent_key))
    for key, value in item.items():
        if field := field_of(key):
            texts = draft.texts(value, key)
            if isinstance(value, list):
                getattr(intent, field).extend(texts)
            else:  # beside every message of an intent is the same response
                intent.add_new(field, texts)
        elif key == "description":
            intent.description += "".join(draft.texts(value, key))
        elif key != intent_key:
            draft.lose("key", key)

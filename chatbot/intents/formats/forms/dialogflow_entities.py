"""Entity types of Dialogflow ES: values with synonyms, or regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chatbot.entities.entity import BuiltIn
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.entity_draft import EntityDraft
from chatbot.intents.formats.sources.documents import Document

SYSTEM: Mapping[str, BuiltIn] = {
    "@sys.any": "text",
    "@sys.cardinal": "number",
    "@sys.date": "date",
    "@sys.duration": "duration",
    "@sys.email": "email",
    "@sys.number": "number",
    "@sys.number-integer": "number",
    "@sys.phone-number": "phone",
    "@sys.time": "time",
    "@sys.unit-currency": "money",
    "@sys.url": "url",
}
"""Built-in entities by the system entities that mean the same."""

_TEXTS = (
    *("person", "given-name", "last-name", "location", "address", "street-address", "zip-code"),
    *("geo-city", "geo-country", "geo-state", "place-attraction", "airport", "color", "language"),
    *("geo-country-code", "music-artist", "music-genre", "currency-name"),
)
NEAREST: Mapping[str, BuiltIn] = {
    "@sys.age": "number",
    "@sys.date-period": "date",
    "@sys.date-time": "date",
    "@sys.number-sequence": "number",
    "@sys.ordinal": "number",
    "@sys.percentage": "number",
    "@sys.time-period": "time",
    **{f"@sys.{name}": "text" for name in _TEXTS},
}
"""Built-in entities by the system entities that they come nearest to."""

_ENTRIES = re.compile(r"(?P<name>.*)_entries_(?P<language>[\w-]+)")
_REFERENCE = re.compile(r"(?:^|\s)@[\w.-]+")


def read_entities(draft: ImportDraft, documents: Sequence[Document], language: str) -> None:
    """Read the files of entity types; entries in other languages are lost."""
    files = [document for document in documents if document.path.parent.name == "entities"]
    entries: dict[str, list[Any]] = {}
    for document in files:
        match = _ENTRIES.fullmatch(document.path.stem)
        if match and match["language"] == language:
            entries[match["name"]] = draft.objects(document.value, document.name)
        elif match:
            count = len(document.value) if isinstance(document.value, list) else 1
            draft.lose("language", match["language"], count)
    for document in files:
        if not _ENTRIES.fullmatch(document.path.stem):
            values = draft.mapping(document.value, document.name)
            inline = draft.objects(values.get("entries"), "entries")
            entity = draft.entity(str(values.get("name") or document.path.stem))
            read_entity(draft, entity, values, [*inline, *entries.get(document.path.stem, [])])


def read_entity(
    draft: ImportDraft, entity: EntityDraft, values: dict[str, Any], entries: Iterable[Any]
) -> None:
    """Read an entity type with its entries; those that refer to other types are lost."""
    entity.fuzzy = values.get("allowFuzzyExtraction") is not False
    draft.lose("expansion", entity.name, bool(values.get("automatedExpansion")))
    for entry in entries:
        texts = [*draft.texts(entry.get("value"), entity.name)]
        synonyms = draft.texts(entry.get("synonyms"), entity.name)
        if values.get("isRegexp"):
            entity.add_expressions(texts or synonyms)
            continue
        plain = [text for text in synonyms if not _REFERENCE.search(text)]
        draft.lose("template", entity.name, len(synonyms) - len(plain))
        if texts and (plain or not synonyms) and not _REFERENCE.search(texts[0]):
            entity.add(texts[0], plain)


def is_carried(draft: ImportDraft, meta: Any) -> bool:
    """True for the mark of an entity that our entities find by themselves."""
    name = str(meta).partition(":")[0]
    entity = draft.entities.get(name.removeprefix("@"))
    return name in SYSTEM or (entity is not None and not entity.is_empty)

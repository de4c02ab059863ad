"""Entities of Rasa's training data: lookup tables, regular expressions, synonyms and marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chatbot.intents.formats.annotations import Mark, marks_in
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.entity_draft import EntityDraft
from chatbot.text.comparison import is_blank

SECTIONS = ("synonym", "regex", "lookup")


def read_sections(draft: ImportDraft, items: Iterable[dict[str, Any]]) -> None:
    """Read the items of training data that are no intents; values of marks are read already."""
    synonyms: dict[str, list[str]] = {}
    for item in items:
        key = next((key for key in SECTIONS if key in item), "")
        name, texts = item.get(key), list(_lines(draft, item.get("examples")))
        if not isinstance(name, str) or is_blank(name):
            draft.lose("malformed", key, bool(key))
        elif key == "regex":
            draft.entity(name).add_expressions(texts)
        elif key == "lookup":
            _read_lookup(draft, name, texts)
        else:
            synonyms.setdefault(name, []).extend(texts)
    _place_synonyms(draft, synonyms)


def _read_lookup(draft: ImportDraft, name: str, texts: list[str]) -> None:
    """Read a lookup table; one without values is a file elsewhere."""
    if not texts:
        draft.lose("lookup", name)
        return
    entity = draft.entity(name)
    for text in texts:
        entity.add(text)


def read_marks(draft: ImportDraft, example: str) -> None:
    """Read the values of marked words; roles and groups of them are lost."""
    for mark in marks_in(example):
        read_mark(draft, mark, example)
        if mark.entity:
            draft.entity(mark.entity).note_mark(mark.text)


def read_mark(draft: ImportDraft, mark: Mark, example: str) -> None:
    """Read the value of a mark."""
    if mark.entity:
        draft.entity(mark.entity).add(mark.value, [mark.text])
    draft.lose("entity_mark", example, not mark.entity or mark.has_role)


def _place_synonyms(draft: ImportDraft, synonyms: Mapping[str, list[str]]) -> None:
    """Give synonyms to all entities that have the value, or one of them as a value."""
    having: dict[str, dict[EntityDraft, None]] = defaultdict(dict)
    for entity in draft.entities.values():
        for value in entity.values:
            having[value.casefold()][entity] = None
    for value, terms in synonyms.items():
        texts = (value, *terms)
        entities = {e: None for text in texts for e in having.get(text.casefold(), ())}
        for entity in entities:
            entity.join(value, terms)
        draft.lose("synonym", value, 0 if entities else len(terms))


def _lines(draft: ImportDraft, examples: Any) -> Iterator[str]:
    """Texts of examples: a block with a dash before each, or a list."""
    if isinstance(examples, str):
        lines = (line.strip() for line in examples.split("\n"))
        yield from (line[1:].strip() for line in lines if line.startswith("-"))
        return
    for example in examples if isinstance(examples, list) else ():
        text = example.get("text") if isinstance(example, dict) else example
        yield from draft.texts(text, "examples")

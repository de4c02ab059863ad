"""Training data of Rasa: examples of intents, from YAML and from the JSON of Rasa 1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chatbot.intents.formats.annotations import Mark, mark_of, marked_text
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.rasa_entities import (
    SECTIONS,
    read_mark,
    read_marks,
    read_sections,
)
from chatbot.intents.formats.own_fields import read_contexts, read_rich
from chatbot.intents.intent_set import FALLBACK_TAG
from chatbot.intents.marks.fields import is_own_pattern
from chatbot.intents.marks.mark import MarkedPattern
from chatbot.intents.marks.reading import read_pattern

FALLBACK_INTENTS = ("nlu_fallback", "out_of_scope")

OWN_KEY = "recollect"
"""Key of Rasa's metadata for all that Rasa has no place for."""

_SECTIONS_OF_JSON = (
    ("entity_synonyms", "synonym", "value", "synonyms"),
    ("regex_features", "regex", "name", "pattern"),
    ("lookup_tables", "lookup", "name", "elements"),
)
"""Lists of Rasa 1's JSON, the sections of the YAML that they are, and the keys of their items."""

_KEYS_OF_JSON = ("common_examples", *(key for key, *_ in _SECTIONS_OF_JSON))


@dataclass(frozen=True, slots=True)
class RasaTags:
    """Tags by the names of intents; other names are tags, except those of the fallback."""

    renamed: dict[str, str]

    @classmethod
    def of(cls, items: Iterable[dict[str, Any]]) -> RasaTags:
        """Collect the tags that our own export noted."""
        renamed: dict[str, str] = {}
        for item in items:
            own, name = own_metadata(item), item.get("intent")
            tag = own.get("tag") if isinstance(own, dict) else None
            if isinstance(tag, str) and isinstance(name, str):
                renamed[name] = tag
        return cls(renamed)

    def tag(self, name: Any) -> Any:
        """The tag of a name; whatever is no text stays as it is."""
        if not isinstance(name, str):
            return name
        return self.renamed.get(name, FALLBACK_TAG if name in FALLBACK_INTENTS else name)


def own_metadata(value: dict[str, Any]) -> Any:
    """Our own part of the metadata of an item or example, None without."""
    metadata = value.get("metadata")
    return metadata.get(OWN_KEY) if isinstance(metadata, dict) else None


def read_items(draft: ImportDraft, items: Iterable[dict[str, Any]], tags: RasaTags) -> set[str]:
    """Read training data; return the tags whose contexts our own export noted."""
    settled: set[str] = set()
    sections = []
    for item in items:
        if any(key in item for key in SECTIONS):
            sections.append(item)
            continue
        tag = tags.tag(item.get("intent"))
        if _read_intent(draft, item, tag) and isinstance(tag, str):
            settled.add(tag)
    read_sections(draft, sections)
    return settled


def items_of_json(draft: ImportDraft, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Training data of Rasa 1's JSON as items; the values of marks are read at once."""
    items: list[dict[str, Any]] = []
    others = [key for key in data if key not in _KEYS_OF_JSON and data[key]]
    draft.lose("key", others[0] if others else "", len(others))
    for key, section, name, texts in _SECTIONS_OF_JSON:
        for value in draft.objects(data.get(key), key):
            listed = value.get(texts)
            is_elsewhere = section == "lookup" and isinstance(listed, str)  # the name of a file
            examples = [] if is_elsewhere else draft.texts(listed, key)
            items.append({section: value.get(name), "examples": examples})
    for example in draft.objects(data.get("common_examples"), "common_examples"):
        text = str(example.get("text"))
        for mark in draft.objects(example.get("entities"), "entities"):
            read_mark(draft, _mark(text, mark), text)
        # Braces and brackets mark nothing here: the text is the exact one.
        exact = {"text": example.get("text"), "metadata": {OWN_KEY: example.get("text")}}
        items.append({"intent": example.get("intent"), "examples": [exact]})
    return items


def _mark(text: str, mark: dict[str, Any]) -> Mark:
    start, end = mark.get("start"), mark.get("end")
    words = text[start:end] if isinstance(start, int) and isinstance(end, int) else ""
    return mark_of(words, mark)


def _read_intent(draft: ImportDraft, item: dict[str, Any], tag: Any) -> bool:
    intent, examples = draft.intent(tag), item.get("examples")
    if isinstance(examples, str):
        intent.patterns += _block(draft, examples)
    else:
        intent.patterns += _listed(draft, examples)
    own = own_metadata(item)
    if not isinstance(own, dict):
        return False
    description = own.get("description")
    intent.description = description if isinstance(description, str) else ""
    intent.tests += draft.texts(own.get("tests"), "tests")
    read_contexts(draft, intent, own)
    read_rich(draft, intent, own.get("rich"))
    return True


def _block(draft: ImportDraft, examples: str) -> list[str]:
    lines = [line for line in map(str.strip, examples.split("\n")) if line]
    others = [line for line in lines if not line.startswith("-")]
    draft.lose("malformed", others[0] if others else "", len(others))
    return [_plain(draft, line[1:].strip()) for line in lines if line.startswith("-")]


def _listed(draft: ImportDraft, examples: Any) -> list[str]:
    texts = []
    for example in examples if isinstance(examples, list) else []:
        values = example if isinstance(example, dict) else {"text": example}
        text, own = values.get("text"), own_metadata(values)
        if isinstance(own, str):
            texts.append(own)
        elif isinstance(own, dict) and is_own_pattern(own):
            pattern = MarkedPattern(own["text"], own)
            texts.append(read_pattern(pattern, own["entities"], inline=False).pattern)
        elif isinstance(text, str):
            texts.append(_plain(draft, text.strip("\n\r ").removeprefix("- ")))
        else:
            draft.lose("malformed", "examples")
    return texts


def _plain(draft: ImportDraft, example: str) -> str:
    read_marks(draft, example)
    return marked_text(example)

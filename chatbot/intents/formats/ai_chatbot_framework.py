"""ai-chatbot-framework: exported intents (earlier: stories) and entities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from chatbot.entities.entity import BuiltIn
from chatbot.intents.formats.annotations import placed_marks
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.entity_draft import EntityDraft
from chatbot.intents.formats.forms.form_draft import FormDraft, SlotDraft
from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.marks.mark import EntityMark
from chatbot.text.markup.tags import tagged

_BREAK = re.compile(r"\s*###\s*")
_CHOICE = re.compile(r"\s*\{\{\s*\[(?P<items>[^\[\]]*)\]\s*\|\s*random\s*\}\}\s*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"|' + r"'((?:[^'\\]|\\.)*+)'")
_PLACEHOLDER = re.compile(
    r"\{\{\s*parameters(?:\.|\[[\"'])(?P<slot>\w+)(?:[\"']\])?\s*\}\}"
    r"|\{\{[^{}]{0,200}\}\}|\{\{|\{%"
)
_FREE_TEXT = "free_text"
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def recognises(document: Document) -> bool:
    """True for exported intents."""
    return document.kind == "json" and any("speechResponse" in item for item in _items(document))


def belongs(document: Document) -> bool:
    """True for exported entities."""
    return any("entity_values" in item for item in _items(document))


def _items(document: Document) -> list[dict[str, Any]]:
    value = document.value
    if isinstance(value, dict):
        lists = [value[key] for key in ("intents", "entities", "stories") if key in value]
        value = [item for items in lists if isinstance(items, list) for item in items] or [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read intents and entities into the draft; calls of other programs are lost."""
    draft.placeholder = _PLACEHOLDER
    items = [item for document in documents for item in _items(document)]
    for item in items:
        if "entity_values" in item:
            _read_entity(draft, item)
    examples = _Examples(draft)
    for item in items:
        if "entity_values" not in item:
            _read_intent(draft, item, examples)
    examples.finish()


def _read_entity(draft: ImportDraft, item: dict[str, Any]) -> None:
    """Read an entity; one without values is lost in the end, and counted."""
    entity = draft.entity(str(item.get("name")))
    for value in draft.objects(item["entity_values"], "entity_values"):
        for text in draft.texts(value.get("value"), "entity_values"):
            entity.add(text, _texts(value.get("synonyms")))


class _Examples:
    """Examples with their marks: where there are enough, an entity without values is learnt."""

    def __init__(self, draft: ImportDraft) -> None:
        self._draft = draft
        self._words: dict[str, dict[str, None]] = defaultdict(dict)
        self._marked: dict[str, list[str]] = defaultdict(list)

    def read(self, example: dict[str, Any]) -> list[str]:
        """The texts of an example, with its marks."""
        return [
            self._read(text, example) for text in self._draft.texts(example.get("text"), "text")
        ]

    def _read(self, text: str, example: dict[str, Any]) -> str:
        marks = []
        indent = len(text) - len(text.lstrip())
        for mark in self._draft.objects(example.get("entities"), "entities"):
            name, start, end = mark.get("name"), mark.get("begin"), mark.get("end")
            if not isinstance(name, str) or name not in self._draft.entities:
                self._draft.lose("entity_mark", text)
                continue
            self._marked[name].append(text)
            if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
                self._words[name][text[start:end].strip()] = None
                self._draft.entities[name].note_mark(text[start:end].strip())
                marks.append(EntityMark(name, start - indent, end - indent))
        return placed_marks(text.strip(), [mark for mark in marks if mark.start >= 0])

    def finish(self) -> None:
        """Give entities that are learnt the words of their marks; marks of empty ones are lost."""
        for name, texts in self._marked.items():
            entity = self._draft.entities[name]
            for word in self._words[name] if entity.is_learnt else ():
                entity.add(word)
            self._draft.lose("entity_mark", texts[0], len(texts) if entity.is_empty else 0)


def _read_intent(draft: ImportDraft, item: dict[str, Any], examples: _Examples) -> None:
    intent = draft.intent(item.get("intentId") or item.get("intentName") or item.get("name"))
    for example in draft.objects(item.get("trainingData"), "trainingData"):
        intent.patterns += examples.read(example)
    for sentence in draft.objects(item.get("labeledSentences"), "labeledSentences"):
        intent.patterns.append(_joined(sentence.get("data")))
    if item.get("apiTrigger"):
        draft.lose("action", intent.tag)
    _read_parameters(draft, intent, item.get("parameters"))
    for response in _responses(item.get("speechResponse")):
        intent.responses.append(_BREAK.sub("\n", response).strip("\ufeff\n "))
        shown = "".join(span.text for span in tagged(response))
        draft.lose("markup", intent.tag, len(_TAG.findall(shown)))


def _read_parameters(draft: ImportDraft, intent: IntentDraft, items: Any) -> None:
    """Read parameters: a form asks for those that are required and have a question."""
    slots: dict[str, SlotDraft] = {}
    for item in draft.objects(items, "parameters"):
        name, kind, prompt = str(item.get("name")), str(item.get("type")), item.get("prompt")
        entity: EntityDraft | BuiltIn | None = draft.entities.get(kind)
        entity = "text" if kind == _FREE_TEXT else entity
        if item.get("required") is True and entity and isinstance(prompt, str) and prompt.strip():
            texts = [_BREAK.sub("\n", prompt).strip()]
            slots.setdefault(name, SlotDraft(name, entity, texts))
        else:
            draft.lose("parameter", name)
    if slots:
        intent.form = FormDraft([*slots.values()])


def _texts(value: Any) -> list[str]:
    return [text for text in _list(value) if isinstance(text, str)]


def _responses(value: Any) -> list[str]:
    """The response, or all of those that a template chooses from."""
    if not isinstance(value, str):
        return []
    choice = _CHOICE.fullmatch(value.replace("\ufeff", ""))
    if not choice:
        return [value]
    return [double or single for double, single in _QUOTED.findall(choice["items"])]


def _joined(tokens: Any) -> str:
    """Text of an old labelled sentence, a list of words with their labels."""
    lists = [token for token in _list(tokens) if isinstance(token, list)]
    words = [token[0] for token in lists if token]
    return " ".join(word for word in words if isinstance(word, str))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

"""ai-chatbot-framework: exported intents (earlier: stories) and entities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.sources.documents import Document

_BREAK = re.compile(r"\s*###\s*")
_CHOICE = re.compile(r"\s*\{\{\s*\[(?P<items>[^\[\]]*)\]\s*\|\s*random\s*\}\}\s*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"|' + r"'((?:[^'\\]|\\.)*+)'")
_TEMPLATE = re.compile(r"\{\{|\{%")
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
    """Read intents into the draft; entities, parameters and calls of other programs are lost."""
    for item in (item for document in documents for item in _items(document)):
        if "entity_values" in item:
            draft.lose("entity", str(item.get("name")))
            for value in draft.objects(item["entity_values"], "entity_values"):
                draft.lose("synonym", str(item.get("name")), len(_list(value.get("synonyms"))))
        else:
            _read_intent(draft, item)


def _read_intent(draft: ImportDraft, item: dict[str, Any]) -> None:
    intent = draft.intent(item.get("intentId") or item.get("intentName") or item.get("name"))
    for example in draft.objects(item.get("trainingData"), "trainingData"):
        intent.patterns += [text.strip() for text in draft.texts(example.get("text"), "text")]
        entities = draft.objects(example.get("entities"), "entities")
        draft.lose("entity_mark", str(example.get("text")), len(entities))
    for sentence in draft.objects(item.get("labeledSentences"), "labeledSentences"):
        intent.patterns.append(_joined(sentence.get("data")))
    if item.get("apiTrigger"):
        draft.lose("action", intent.tag)
    draft.lose("parameter", intent.tag, len(draft.objects(item.get("parameters"), "parameters")))
    for response in _responses(item.get("speechResponse")):
        intent.responses.append(_BREAK.sub("\n", response).strip("\ufeff\n "))
        draft.lose("placeholder", intent.tag, len(_TEMPLATE.findall(response)))
        draft.lose("markup", intent.tag, len(_TAG.findall(response)))


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

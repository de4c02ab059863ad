"""Botpress 12: questions and answers, and intents of the NLU module."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from chatbot.intents.formats.annotations import marks_in, plain_text
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.sources.documents import Document

_RANDOM_START = re.compile(r"[A-Za-z0-9-]{10}_")
_QNA_INTENT = "__qna__"
_NONE = "none"
"""Name of the intent of messages off topic."""
_CONTENT = "#!"
"""Beginning of an answer that is an element of the bot's content, kept elsewhere."""


def recognises(document: Document) -> bool:
    """True for exported questions and answers, and for an intent of the NLU module."""
    return document.kind == "json" and (
        document.has("qnas") or _is_intent(document) or bool(_questions(document))
    )


def belongs(document: Document) -> bool:
    """True for the entities of a bot."""
    return document.has("name", "type") and document.path.parent.name == "entities"


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read questions, answers and intents into the draft."""
    questions = [item for document in documents for item in _questions(document)]
    intents = [document.value for document in documents if _is_intent(document)]
    language = draft.language or _language(questions, intents)
    for document in documents:
        if belongs(document):
            _read_entity(draft, document.value)
    for item in questions:
        _read_question(draft, item, language)
    for values in intents:
        _read_intent(draft, values, language)


def _read_entity(draft: ImportDraft, values: dict[str, Any]) -> None:
    """Read an entity: a list of values with their synonyms, or a pattern."""
    name, kind = str(values["name"]), values["type"]
    if kind == "list":
        entity = draft.entity(name)
        entity.fuzzy = values.get("fuzzy") not in (False, 0)
        for item in draft.objects(values.get("occurrences"), name):
            for text in draft.texts(item.get("name"), name):
                entity.add(text, draft.texts(item.get("synonyms"), name))
    elif kind == "pattern":
        draft.entity(name).add_expressions(draft.texts(values.get("pattern"), name))
    else:
        draft.lose("entity", name)


def _is_intent(document: Document) -> bool:
    """True for an intent; before Botpress 12, messages are a list without languages."""
    return document.has("name", "utterances") and (
        isinstance(document.value["utterances"], dict)
        or document.has("filename")
        or document.path.parent.name == "intents"
    )


def _questions(document: Document) -> list[dict[str, Any]]:
    """Questions of a file: a list of them, alone or as "qnas", or one by itself."""
    value = document.value
    if isinstance(value, dict):
        value = value.get("qnas", [value])
    items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    data = (item for item in items if isinstance(item.get("data"), dict))
    return [item for item in data if "questions" in item["data"] and "answers" in item["data"]]


def _language(questions: Iterable[dict[str, Any]], intents: Iterable[dict[str, Any]]) -> str:
    """The language of most texts."""
    counts: Counter[str] = Counter()
    by_language = [item["data"]["questions"] for item in questions]
    for texts in [*by_language, *(values["utterances"] for values in intents)]:
        for language, items in texts.items() if isinstance(texts, dict) else ():
            counts[language] += len(items) if isinstance(items, list) else 0
    return max(counts, key=lambda name: counts[name], default="en")


def _read_question(draft: ImportDraft, item: dict[str, Any], language: str) -> None:
    data, identity = item["data"], item.get("id")
    tag = _RANDOM_START.sub("", identity, count=1) if isinstance(identity, str) else ""
    questions = _spoken(draft, data["questions"], language)
    tag = tag or (questions[0] if questions else "")
    if data.get("enabled") is False:
        draft.lose("disabled", tag)
        return
    intent = draft.intent(tag)
    intent.patterns += questions
    answers = _spoken(draft, data["answers"], language)
    intent.responses += [text for text in answers if not text.startswith(_CONTENT)]
    draft.lose("rich_response", tag, sum(text.startswith(_CONTENT) for text in answers))
    draft.lose("jump", tag, bool(data.get("redirectFlow") or data.get("redirectNode")))
    contexts = draft.texts(data.get("contexts", data.get("category")), tag)
    draft.lose("topic", tag, sum(name != "global" for name in contexts))


def _read_intent(draft: ImportDraft, values: dict[str, Any], language: str) -> None:
    name = values["name"]
    if isinstance(name, str) and name.startswith(_QNA_INTENT):
        return  # the same questions, as the QnA module keeps them
    intent = draft.fallback if name == _NONE else draft.intent(name)
    slots = draft.objects(values.get("slots"), "slots")
    carried = {str(slot.get("name")) for slot in slots if _is_found(draft, slot)}
    for text in _spoken(draft, values["utterances"], language):
        intent.patterns.append(plain_text(text)[0])
        lost = sum(mark.entity not in carried for mark in marks_in(text))
        draft.lose("entity_mark", text, lost)
    draft.lose("parameter", intent.tag, len(slots))
    contexts = draft.texts(values.get("contexts"), "contexts")
    draft.lose("topic", intent.tag, sum(context != "global" for context in contexts))


def _is_found(draft: ImportDraft, slot: dict[str, Any]) -> bool:
    """True for a slot whose entities came over: messages have their values by themselves."""
    names = draft.texts(slot.get("entities") or slot.get("entity"), "slots")
    entities = [draft.entities.get(name) for name in names]
    return bool(entities) and all(entity and not entity.is_empty for entity in entities)


def _spoken(draft: ImportDraft, value: Any, language: str) -> list[str]:
    """Texts in the language; those in others are lost. A list is of no language, or of any."""
    if isinstance(value, list):
        return draft.texts(value, "questions")
    texts = draft.mapping(value, "questions")
    for other in texts.keys() - {language}:
        draft.lose("language", other, len(draft.texts(texts[other], other)))
    return draft.texts(texts.get(language), language)

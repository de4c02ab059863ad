"""LUIS and CLU (conversational language understanding): JSON of an app or a project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.luis_entities import is_carried, read_entities
from chatbot.intents.formats.imported import LossKind
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.intent_set import FALLBACK_TAG

_NONE = "None"
"""Name of the intent of everything else, in both."""

_LOST: dict[str, LossKind] = {
    "composites": "entity",
    "hierarchicals": "entity",
    "model_features": "synonym",
    "patternAnyEntities": "entity",
    "patterns": "template",
    "phraselists": "synonym",
    "regex_features": "regex",
}
"""Lists that an app may have, `model_features` being the older name of phrase lists."""


def recognises(document: Document) -> bool:
    """True for an app of LUIS, and for a conversation project of CLU."""
    return document.kind == "json" and (
        document.has("luis_schema_version")
        or document.has("intents", "utterances")
        or document.has("projectFileVersion", "assets")
    )


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read apps and projects into the draft."""
    for document in documents:
        assets = document.value
        if document.has("assets"):
            assets = draft.mapping(assets["assets"], document.name)
        for item in draft.objects(assets.get("intents"), "intents"):
            _intent(draft, item.get("name", item.get("category")))
        language = draft.language or _language(document.value)
        read_entities(draft, assets, language)
        for utterance in draft.objects(assets.get("utterances"), "utterances"):
            _read_utterance(draft, utterance, language)
        for key, kind in _LOST.items():
            items = draft.objects(assets.get(key), key)
            draft.lose(kind, str(items[0].get("name", key)) if items else "", len(items))
    draft.drop_empty(FALLBACK_TAG)


def _intent(draft: ImportDraft, name: Any) -> Any:
    return draft.fallback if name == _NONE else draft.intent(name)


def _language(value: dict[str, Any]) -> str:
    metadata = value.get("metadata")
    return str(metadata.get("language", "")) if isinstance(metadata, dict) else ""


def _read_utterance(draft: ImportDraft, utterance: dict[str, Any], language: str) -> None:
    texts = draft.texts(utterance.get("text"), "utterances")
    spoken = utterance.get("language") or language
    if language and spoken != language:
        draft.lose("language", str(spoken))
        return
    intent = _intent(draft, utterance.get("intent"))
    target = intent.tests if utterance.get("dataset") == "Test" else intent.patterns
    target += texts
    for mark in draft.objects(utterance.get("entities"), "entities"):
        name = mark.get("entity", mark.get("category"))
        draft.lose("entity_mark", texts[0] if texts else "", not is_carried(draft, name))

"""Dialogflow ES: an exported agent, as a zip archive or a folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from chatbot.intents.context_fields import are_lifespans
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.exchanges import joined_variants
from chatbot.intents.formats.forms.dialogflow_entities import is_carried, read_entities
from chatbot.intents.formats.forms.dialogflow_parameters import PLACEHOLDER, read_parameters
from chatbot.intents.formats.forms.own_forms import read_own_entities, read_own_form
from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.formats.own_fields import read_contexts, read_rich
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.reserved_tags import CLOSE_ALL

OWN_KEY = "recollect"
"""Key of package.json for all that Dialogflow has no place for."""

LIFESPAN = 5
"""Lifespan of a context where none is given."""

_PHRASES = re.compile(r"(?P<intent>.*)_usersays_(?P<language>[\w-]+)")
_USUAL_PRIORITIES = (None, 0, 500000)
_NO_ENTITY = "@sys.ignore"
"""Mark of words that are meant as no entity."""


def recognises(document: Document) -> bool:
    """True for the files of an agent that hold intents."""
    if document.kind != "json":
        return False
    return document.has("responses", "name") or _is_phrases(document)


def belongs(document: Document) -> bool:
    """True for the other files of an agent."""
    folder, name = document.path.parent.name, document.path.name
    return folder == "entities" or name in ("agent.json", "package.json")


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read the files of an agent into the draft."""
    intents = [document for document in documents if document.has("responses", "name")]
    packages = (d.value[OWN_KEY] for d in documents if d.has(OWN_KEY))
    own = draft.mapping(next(packages, None), OWN_KEY)
    for tag in draft.texts(own.get("order"), OWN_KEY):
        draft.intent(tag)
    language = draft.language or _language(documents)
    phrases = _phrases(draft, documents, language)
    draft.placeholder = PLACEHOLDER
    read_entities(draft, documents, language)
    read_own_entities(draft, own.get("entities"))
    for document in intents:
        values = document.value
        _read_intent(draft, values, phrases.get(document.path.stem, []), language)
    for tag, fields in draft.mapping(own.get("intents"), OWN_KEY).items():
        _restore(draft, draft.intent(tag), draft.mapping(fields, OWN_KEY))


def _restore(draft: ImportDraft, intent: IntentDraft, fields: dict[str, Any]) -> None:
    """Take what our own export noted in place of what Dialogflow made of it."""
    intent.description = "".join(draft.texts(fields.get("description"), OWN_KEY))
    intent.tests = draft.texts(fields.get("tests"), OWN_KEY)
    read_rich(draft, intent, fields.get("rich"))
    read_own_form(draft, intent, fields)
    if "context_set" in fields:
        intent.context_set, intent.context_filter, intent.lifespans = [], [], {}
        intent.needs_all = False
        read_contexts(draft, intent, fields)


def _is_phrases(document: Document) -> bool:
    return isinstance(document.value, list) and bool(_PHRASES.fullmatch(document.path.stem))


def _language(documents: Iterable[Document]) -> str:
    """The agent's own language, or the one of most files."""
    for document in documents:
        if document.path.name == "agent.json" and document.has("language"):
            return str(document.value["language"])
    stems = (_PHRASES.fullmatch(d.path.stem) for d in documents if _is_phrases(d))
    languages = Counter(match["language"] for match in stems if match)
    return max(languages, key=lambda name: languages[name], default="en")


def _phrases(
    draft: ImportDraft, documents: Iterable[Document], language: str
) -> dict[str, list[dict[str, Any]]]:
    """Training phrases by the stem of the intent's file; other languages are lost."""
    phrases: dict[str, list[dict[str, Any]]] = {}
    for document in documents:
        match = _PHRASES.fullmatch(document.path.stem)
        if match and isinstance(document.value, list):
            if match["language"] == language:
                phrases[match["intent"]] = draft.objects(document.value, document.name)
            else:
                draft.lose("language", match["language"], len(document.value))
    return phrases


def _read_intent(
    draft: ImportDraft, values: dict[str, Any], phrases: list[dict[str, Any]], language: str
) -> None:
    name = values["name"]
    contexts = draft.texts(values.get("contexts"), "contexts")
    is_fallback = bool(values.get("fallbackIntent"))
    if is_fallback and contexts:
        draft.lose("context_fallback", str(name))
        return
    intent = draft.fallback if is_fallback else draft.intent(name)
    inline = draft.objects(values.get("userSays"), "userSays")
    intent.patterns += [text for phrase in (*inline, *phrases) if (text := _text(draft, phrase))]
    intent.context_filter += contexts
    intent.needs_all = True
    for response in draft.objects(values.get("responses"), "responses"):
        _read_response(draft, intent, response, language)
    webhook = values.get("webhookUsed") or values.get("webhookForSlotFilling")
    draft.lose("action", str(name), bool(webhook))
    draft.lose("event", str(name), len(draft.objects(values.get("events"), "events")))
    draft.lose("priority", str(name), values.get("priority") not in _USUAL_PRIORITIES)


def _text(draft: ImportDraft, phrase: dict[str, Any]) -> str:
    """Text of a training phrase; a template stands for no message that people type."""
    parts = draft.objects(phrase.get("data"), "data")
    text = "".join(part["text"] for part in parts if isinstance(part.get("text"), str))
    if phrase.get("isTemplate"):
        draft.lose("template", text)
        return ""
    metas = [part["meta"] for part in parts if part.get("meta") not in (None, "", _NO_ENTITY)]
    draft.lose("entity_mark", text, sum(not is_carried(draft, meta) for meta in metas))
    return text


def _read_response(
    draft: ImportDraft, intent: IntentDraft, response: dict[str, Any], language: str
) -> None:
    if response.get("resetContexts"):
        intent.context_set.append(CLOSE_ALL)
    read_parameters(draft, intent, response.get("parameters"), language)
    for context in draft.objects(response.get("affectedContexts"), "affectedContexts"):
        name, lifespan = context.get("name"), context.get("lifespan")
        if isinstance(name, str):
            turns = lifespan if are_lifespans({name: lifespan}) else None
            intent.lifespans[name] = LIFESPAN if turns is None else turns
            intent.context_set += [name] if turns != 0 else []
    variants = [
        texts
        for message in draft.objects(response.get("messages"), "messages")
        if (texts := _variants(draft, intent.tag, message, language))
    ]
    variants = variants or [texts for texts in [draft.texts(response.get("speech"), "")] if texts]
    intent.responses += joined_variants(variants)


def _variants(draft: ImportDraft, tag: str, message: dict[str, Any], language: str) -> list[str]:
    if message.get("lang", language) != language:
        draft.lose("language", str(message["lang"]))
        return []
    if str(message.get("type")) not in ("0", "message") or message.get("platform"):
        draft.lose("rich_response", tag)
        return []
    texts = draft.texts(message.get("speech"), "speech")
    return [text for text in texts if text]

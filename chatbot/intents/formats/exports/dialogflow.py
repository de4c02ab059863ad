"""Zip archive of a Dialogflow ES agent, for its "Restore from zip" or "Import from zip"."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from chatbot.intents.context_fields import MOST_TURNS, written_awaited, written_openings
from chatbot.intents.formats.dialogflow import LIFESPAN, OWN_KEY
from chatbot.intents.formats.exports.dialogflow_forms import (
    DialogflowForms,
    entity_files,
    identity,
    unplaced_types,
)
from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.reserved_tags import CLOSE_ALL
from chatbot.intents.responses.fields import rich_lines

_FALLBACK_NAME = "Default Fallback Intent"
_OTHER_SIGNS = re.compile(r"[^\w-]+")
_OTHER_CONTEXT_SIGNS = re.compile(r"[^A-Za-z0-9_-]")
_LONGEST_STEM = 80
_MODIFIED = (2000, 1, 1, 0, 0, 0)
"""Date in the archive: the same intents give the same bytes."""


def dialogflow_archive(intents: IntentSet, language: str) -> bytes:
    """The agent as a zip archive."""
    own: dict[str, Any] = {}
    noted: dict[str, Any] = {"order": [i.tag for i in intents], "intents": own}
    package = {"version": "1.0.0", OWN_KEY: noted}
    files: dict[str, Any] = {"agent.json": _agent(language), "package.json": package}
    stems, joined = _stems(intents), _joined(intents)
    forms = DialogflowForms.of(intents, language)
    files |= entity_files(forms.types, language)
    if further := unplaced_types(forms.types):
        noted["entities"] = further
    for intent in intents:
        texts = forms.texts(intent)
        if values := _own(intent) | forms.noted(intent, texts):
            own[intent.tag] = values
        stem = f"intents/{stems[intent.tag]}"
        responses = [texts.texts[text] for text in intent.responses]
        file = _intent(intent, responses, _opened(intent, joined), language)
        file["responses"][0]["parameters"] = forms.parameters(intent, texts)
        files[f"{stem}.json"] = file
        if intent.patterns:
            phrases = [_phrase(intent.tag, text) for text in intent.patterns]
            files[f"{stem}_usersays_{language}.json"] = phrases
    return _archive(files)


def _agent(language: str) -> dict[str, Any]:
    return {
        "description": "",
        "language": language,
        "supportedLanguages": [],
        "defaultTimezone": "Etc/UTC",
        "mlMinConfidence": 0.3,
        "enableOnePlatformApi": True,
        "onePlatformApiVersion": "v2",
    }


def _context(names: tuple[str, ...]) -> str:
    """The context of Dialogflow for contexts of which one is enough."""
    return "_or_".join(_OTHER_CONTEXT_SIGNS.sub("_", name) for name in names)


def _awaited(intent: Intent) -> list[str]:
    """Contexts that an intent waits for: Dialogflow needs all of them.

    A fallback with a context would be that of the context alone.
    """
    if intent.tag == FALLBACK_TAG:
        return []
    names = intent.context_filter
    groups = [(name,) for name in names] if intent.needs_all else [names] if names else []
    return list(map(_context, groups))


def _opened(intent: Intent, joined: Mapping[str, list[str]]) -> dict[str, int]:
    """Lifespans of contexts that an intent opens, or that stand for several of which it is one.

    One of 0 closes.
    """
    lifespans = dict.fromkeys(filter(None, intent.context_set), LIFESPAN) | {
        name: MOST_TURNS if lifespan is None else lifespan
        for name, lifespan in intent.lifespans.items()
    }
    return {
        sign: lifespan
        for context, lifespan in lifespans.items()
        for sign in (_context((context,)), *joined.get(context, []))
    }


def _joined(intents: IntentSet) -> dict[str, list[str]]:
    """Contexts that stand for several, by each of these."""
    joined: dict[str, list[str]] = {}
    for intent in intents:
        several = len(intent.context_filter) > 1 and not intent.needs_all
        if several and intent.tag != FALLBACK_TAG:
            for name in intent.context_filter:
                joined.setdefault(name, []).append(_context(intent.context_filter))
    return joined


def _own(intent: Intent) -> dict[str, Any]:
    """All that Dialogflow has no place for."""
    values: dict[str, Any] = {"description": intent.description, "tests": list(intent.tests)}
    values["rich"] = rich_lines(intent)
    values = {key: value for key, value in values.items() if value}
    if intent.context_set or intent.lifespans or intent.context_filter:
        values["context_set"] = written_openings(intent)
        values["context_filter"] = written_awaited(intent)
    return values


def _stems(intents: IntentSet) -> dict[str, str]:
    """Names of files by tags, which differ also where case makes no difference."""
    stems: dict[str, str] = {}
    taken: set[str] = set()
    for intent in intents:
        name = _OTHER_SIGNS.sub("_", _name(intent))[:_LONGEST_STEM].replace("_usersays", "")
        free, number = name, 1
        while free.casefold() in taken:
            number += 1
            free = f"{name}_{number}"
        taken.add(free.casefold())
        stems[intent.tag] = free
    return stems


def _name(intent: Intent) -> str:
    return _FALLBACK_NAME if intent.tag == FALLBACK_TAG else intent.tag


def _intent(
    intent: Intent, responses: list[str], opened: dict[str, int], language: str
) -> dict[str, Any]:
    return {
        "id": identity(intent.tag),
        "name": _name(intent),
        "auto": True,
        "contexts": _awaited(intent),
        "responses": [_response(intent, responses, opened, language)],
        "priority": 500000,
        "webhookUsed": intent.action is not None,
        "webhookForSlotFilling": False,
        "fallbackIntent": intent.tag == FALLBACK_TAG,
        "events": [],
    }


def _response(
    intent: Intent, responses: list[str], opened: dict[str, int], language: str
) -> dict[str, Any]:
    contexts = [
        {"name": name, "parameters": {}, "lifespan": lifespan} for name, lifespan in opened.items()
    ]
    message = {"type": "0", "title": "", "textToSpeech": "", "lang": language}
    speech = {"speech": responses, "condition": ""}
    return {
        "resetContexts": CLOSE_ALL in intent.context_set,
        "action": intent.action.rasa if intent.action else "",
        "affectedContexts": contexts,
        "parameters": [],
        "messages": [message | speech] if responses else [],
        "speech": [],
    }


def _phrase(tag: str, text: str) -> dict[str, Any]:
    return {
        "id": identity(f"{tag}\n{text}"),
        "data": [{"text": text, "userDefined": False}],
        "isTemplate": False,
        "count": 0,
    }


def _archive(files: Mapping[str, Any]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, value in files.items():
            text = json.dumps(value, ensure_ascii=False)
            info = ZipInfo(name, _MODIFIED)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text.encode(errors="backslashreplace"))
    return stream.getvalue()

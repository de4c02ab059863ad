"""Writing of intents in formats of other programs, and in our own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, Literal, get_args

from chatbot.entities.entity import BUILT_IN, Entity
from chatbot.intents.actions.writing import written_action
from chatbot.intents.context_fields import written_awaited, written_openings
from chatbot.intents.formats.exports.dialogflow import dialogflow_archive
from chatbot.intents.formats.exports.rasa import rasa_files
from chatbot.intents.formats.exports.table import csv_table
from chatbot.intents.forms.writing import form_entities, written_entity, written_form
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.marks.writing import written_patterns
from chatbot.intents.responses.fields import written_responses

ExportName = Literal["recollect", "rasa", "dialogflow", "csv", "jsonl"]
EXPORT_NAMES: tuple[ExportName, ...] = get_args(ExportName)

FILE_NAMES: Mapping[ExportName, str] = {
    "recollect": "intents.json",
    "dialogflow": "dialogflow.zip",
    "csv": "intents.csv",
    "jsonl": "intents.jsonl",
}
"""Usual names of the files; a Rasa bot is a folder."""


def export_files(
    intents: IntentSet, name: ExportName, language: str = "en", further: Iterable[Entity] = ()
) -> dict[str, bytes]:
    """The files of a format by their paths below a folder: one file, but for Rasa.

    `language` is the BCP 47 tag of the intents, `further` are entities that no form of them uses,
    for which only our own format has a place. Raises ExplainedError for a text that the format
    cannot hold.
    """
    if name == "rasa":
        return rasa_files(intents)
    if name == "dialogflow":
        data = dialogflow_archive(intents, language)
    elif name == "csv":
        data = csv_table(intents)
    elif name == "jsonl":
        # A line has no place for the entities of slots.
        plain = (replace(intent, form=None, action=None) for intent in intents)
        data = b"".join(_json(entry(intent), None) + b"\n" for intent in plain)
    else:
        data = own_file(intents, further)
    return {FILE_NAMES[name]: data}


def own_file(intents: IntentSet | tuple[Intent, ...], further: Iterable[Entity] = ()) -> bytes:
    """Intents as a file of ours, with the entities of their forms and further ones."""
    entities = {e.name: written_entity(e) for e in (*form_entities(intents), *further)}
    document: dict[str, Any] = {"entities": entities} if entities else {}
    learns = any(entity.get("learn") for entity in entities.values())
    names = {*entities, *BUILT_IN}
    document["intents"] = [
        entry(intent) | {"patterns": written_patterns(intent, names, learns=learns)}
        for intent in intents
    ]
    if isinstance(intents, IntentSet) and intents.conversations:
        document["conversations"] = [
            [{"user": turn.user} | ({"bot": turn.bot} if turn.bot else {}) for turn in turns]
            for turns in intents.conversations
        ]
    if isinstance(intents, IntentSet) and intents.page:
        document["page"] = {
            "contexts": list(intents.page.contexts),
            "slots": {
                slot.name: slot.entity.name or slot.entity.kind for slot in intents.page.slots
            },
        }
    return _json(document, 2) + b"\n"


def entry(intent: Intent) -> dict[str, Any]:
    """An intent as an object of our files, without its empty fields and the marks of patterns."""
    left_out = ("lifespans", "needs_all", "rich", "form", "marks")
    values = {f.name: getattr(intent, f.name) for f in fields(intent) if f.name not in left_out}
    values["responses"] = written_responses(intent.responses, intent.rich)
    values["context_set"] = written_openings(intent)
    values["context_filter"] = written_awaited(intent)
    values["form"] = written_form(intent.form) if intent.form else None
    values["action"] = written_action(intent.action) if intent.action else None
    return {key: value for key, value in values.items() if value or key in _ALWAYS}


_ALWAYS = ("tag", "patterns", "responses")


def _json(value: Any, indent: int | None) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text.encode(errors="backslashreplace")  # halves of characters: \udc00, as JSON says

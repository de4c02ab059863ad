"""Entity types and parameters of Dialogflow ES, for our entities and forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import NAMESPACE_URL, uuid5

from chatbot.entities.entity import Entity, EntityKind
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.exports.unplaced import ForeignTexts, unplaced_entities, unplaced_form
from chatbot.intents.formats.forms.dialogflow_entities import read_entity
from chatbot.intents.formats.forms.dialogflow_parameters import PLACEHOLDER
from chatbot.intents.forms.writing import form_entities
from chatbot.intents.intent_set import Intent, IntentSet

SYSTEM: Mapping[EntityKind, str] = {
    "date": "@sys.date",
    "duration": "@sys.duration",
    "email": "@sys.email",
    "money": "@sys.unit-currency",
    "number": "@sys.number",
    "phone": "@sys.phone-number",
    "text": "@sys.any",
    "time": "@sys.time",
    "url": "@sys.url",
}
"""System entities by the built-in entities that mean the same; others are asked for as texts."""

_OTHER_SIGNS = re.compile(r"[^A-Za-z0-9_-]")


def ascii_names(names: Iterable[str]) -> dict[str, str]:
    """Names of parameters or entity types, which have ASCII letters, by ours."""
    free: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        plain = sign = _OTHER_SIGNS.sub("_", name).replace("_entries_", "_")
        number = 1
        while sign.casefold() in taken:
            number += 1
            sign = f"{plain}_{number}"
        taken.add(sign.casefold())
        free[name] = sign
    return free


def identity(name: str) -> str:
    """The id of a thing, the same for the same name."""
    return str(uuid5(NAMESPACE_URL, name.encode(errors="replace").decode()))


def entity_files(types: Mapping[str, Entity], language: str) -> dict[str, Any]:
    """Files of entity types, given by their names for Dialogflow."""
    files: dict[str, Any] = {}
    for name, entity in types.items():
        files[f"entities/{name}.json"] = _entity_type(name, entity)
        files[f"entities/{name}_entries_{language}.json"] = _entries(entity)
    return files


def unplaced_types(types: Mapping[str, Entity]) -> dict[str, Any]:
    """Entities that are not read back from the files of their types."""
    return unplaced_entities(types, lambda draft: _read(draft, types))


def _read(draft: ImportDraft, types: Mapping[str, Entity]) -> None:
    for name, entity in types.items():
        read_entity(draft, draft.entity(name), _entity_type(name, entity), _entries(entity))


@dataclass(frozen=True, slots=True)
class DialogflowForms:
    """Forms of a set in Dialogflow: entities by the names of their types, and these by ours."""

    types: Mapping[str, Entity]
    names: Mapping[str, str]
    has_forms: bool
    language: str

    @classmethod
    def of(cls, intents: IntentSet, language: str) -> Self:
        """The forms of a set in a language."""
        entities = form_entities(intents)
        names = ascii_names(entity.name for entity in entities)
        types = {names[entity.name]: entity for entity in entities}
        return cls(types, names, any(intent.form for intent in intents), language)

    def texts(self, intent: Intent) -> ForeignTexts:
        """The texts of an intent; in a set without forms, nothing is a placeholder."""
        names = self._slots(intent)
        return ForeignTexts.of(
            intent, lambda name: f"${names.get(name, name)}", PLACEHOLDER, self.has_forms
        )

    def noted(self, intent: Intent, texts: ForeignTexts) -> dict[str, Any]:
        """All about the form of an intent that Dialogflow has no place for."""
        noted: dict[str, Any] = {"texts": dict(texts.originals)} if texts.originals else {}
        if intent.form:
            noted["form"] = unplaced_form(intent.form, self._slots(intent), SYSTEM)
        return noted

    def parameters(self, intent: Intent, texts: ForeignTexts) -> list[dict[str, Any]]:
        """Required parameters for the slots of an intent."""
        names = self._slots(intent)
        slots = intent.form.slots if intent.form else ()
        return [
            {
                "id": identity(f"{intent.tag}\n${slot.name}"),
                "name": names[slot.name],
                "required": True,
                "dataType": self._type(slot.entity),
                "value": f"${names[slot.name]}",
                "defaultValue": "",
                "isList": False,
                "prompts": [
                    {"lang": self.language, "value": texts.texts[text]} for text in slot.prompts
                ],
                "promptMessages": [],
                "noMatchPromptMessages": [],
                "noInputPromptMessages": [],
                "outputDialogContexts": [],
            }
            for slot in slots
        ]

    def _slots(self, intent: Intent) -> dict[str, str]:
        return ascii_names(slot.name for slot in intent.form.slots) if intent.form else {}

    def _type(self, entity: Entity) -> str:
        if not entity.name:
            return SYSTEM.get(entity.kind, SYSTEM["text"])
        return f"@{self.names[entity.name]}"


def _entity_type(name: str, entity: Entity) -> dict[str, Any]:
    return {
        "id": identity(f"@{name}"),
        "name": name,
        "isOverridable": True,
        "isEnum": False,
        "isRegexp": entity.kind == "pattern",
        "automatedExpansion": False,
        "allowFuzzyExtraction": entity.fuzzy,
    }


def _entries(entity: Entity) -> list[dict[str, Any]]:
    if entity.kind == "pattern":
        return [{"value": entity.pattern, "synonyms": [entity.pattern]}]
    return [
        {"value": listed.value, "synonyms": [listed.value, *listed.synonyms]}
        for listed in entity.values
    ]

"""Forms of Rasa: slots, questions and entities for those of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chatbot.entities.entity import Entity, EntityKind
from chatbot.intents.formats.exports.unplaced import (
    ForeignTexts,
    unplaced_entities,
    unplaced_form,
    whole_form,
)
from chatbot.intents.formats.forms.rasa_entities import read_sections
from chatbot.intents.formats.forms.rasa_forms import PLACEHOLDER
from chatbot.intents.forms.form import Form
from chatbot.intents.forms.writing import form_entities
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet

DIMENSIONS: Mapping[EntityKind, str] = {
    "date": "time",
    "duration": "duration",
    "email": "email",
    "money": "amount-of-money",
    "number": "number",
    "phone": "phone-number",
    "time": "time",
    "url": "url",
}
"""Dimensions of Duckling by our built-in entities."""


@dataclass(frozen=True)
class DomainForms:
    """Forms of a set for Rasa, given the names of its intents there."""

    intents: IntentSet
    names: Mapping[str, str]

    @cached_property
    def by_tag(self) -> dict[str, str]:
        """Names of the forms, which are called as no other action, and their questions neither."""
        names = self.names.values()
        taken = {f"{kind}_{name}" for name in names for kind in ("action", "utter")}
        taken.update(intent.action.rasa for intent in self.intents if intent.action)
        forms: dict[str, str] = {}
        for intent in self.intents:
            if intent.form is None or not self._is_possible(intent):
                continue
            form = name = f"{self.names[intent.tag]}_form"
            number = 1
            while taken & {form, *_question_names(form, intent.form)}:
                number += 1
                form = f"{name}_{number}"
            taken.update((form, *_question_names(form, intent.form)))
            forms[intent.tag] = form
        return forms

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Entities of the forms by name."""
        return {entity.name: entity for entity in form_entities(self.intents)}

    def texts(self, intent: Intent) -> ForeignTexts:
        """The texts of an intent; in a set without forms, nothing is a placeholder."""
        return ForeignTexts.of(intent, lambda name: f"{{{name}}}", PLACEHOLDER, self._has_forms)

    def noted(self, intent: Intent) -> dict[str, Any]:
        """All about the form of an intent that Rasa has no place for."""
        noted: dict[str, Any] = {"texts": dict(self.texts(intent).originals)}
        if intent.form and intent.tag in self.by_tag:
            names = {slot.name: slot.name for slot in intent.form.slots}
            noted["form"] = unplaced_form(intent.form, names, ("text",))
        elif intent.form:
            noted |= {"form": whole_form(intent.form), "whole_form": "true"}
        return noted

    def domain(self) -> dict[str, Any]:
        """Entities, slots and forms of the domain, empty without forms."""
        if not self.by_tag:
            return {}
        slots: dict[str, dict[str, str]] = {}
        for form, values in self._forms():
            for slot in values.slots:
                slots.setdefault(slot.name, {})[form] = _source(slot.entity)
        entities = {source for sources in slots.values() for source in sources.values()}
        return {
            "entities": sorted(entities - {""}),
            "slots": {name: _slot(name, sources) for name, sources in slots.items()},
            "forms": {
                name: {"required_slots": [slot.name for slot in form.slots]}
                for name, form in self._forms()
            },
        }

    def questions(self) -> dict[str, list[dict[str, Any]]]:
        """Responses by which the forms ask."""
        questions = {}
        for intent in self.intents:
            if intent.form and (form := self.by_tag.get(intent.tag)):
                texts = self.texts(intent).texts
                for slot in intent.form.slots:
                    buttons = [{"title": text, "payload": text} for text in slot.quick_replies]
                    shown = {"buttons": buttons} if buttons else {}
                    variants = [{"text": texts[text], **shown} for text in slot.prompts]
                    questions[f"utter_ask_{form}_{slot.name}"] = variants
        return questions

    def items(self, written: Callable[[tuple[str, ...]], Any]) -> list[dict[str, Any]]:
        """Training data of the entities; `written` makes examples of texts."""
        return [item for entity in self.entities.values() for item in _items(entity, written)]

    def noted_entities(self, items: Iterable[dict[str, Any]]) -> dict[str, Any]:
        """Entities that are not read back from their training data."""
        return unplaced_entities(self.entities, lambda draft: read_sections(draft, items))

    @cached_property
    def _has_forms(self) -> bool:
        return any(intent.form for intent in self.intents)

    @cached_property
    def _opened(self) -> set[str]:
        return {context for intent in self.intents for context in intent.context_set}

    def _is_possible(self, intent: Intent) -> bool:
        """True for an intent that Rasa begins a form by: not one that only a closed context has."""
        filters = intent.context_filter
        is_open = not filters or not self._opened.isdisjoint(filters)
        return is_open and intent.tag not in (CLARIFICATION_TAG, FALLBACK_TAG)

    def _forms(self) -> Iterable[tuple[str, Form]]:
        for intent in self.intents:
            if intent.form and intent.tag in self.by_tag:
                yield self.by_tag[intent.tag], intent.form


def _slot(name: str, sources: Mapping[str, str]) -> dict[str, Any]:
    """A slot, given its sources by the forms that ask for it: entities, or "" for any text."""
    bound = []
    for form, source in sources.items():
        loop = {"active_loop": form} | ({} if source else {"requested_slot": name})
        bound.append({**_mapping(source), "conditions": [loop]})
    first, *others = dict.fromkeys(sources.values())
    mappings = bound if others or not first else [_mapping(first)]
    return {"type": "text", "influence_conversation": False, "mappings": mappings}


def _mapping(source: str) -> dict[str, Any]:
    return {"type": "from_entity", "entity": source} if source else {"type": "from_text"}


def _question_names(form: str, values: Form) -> list[str]:
    return [f"utter_ask_{form}_{slot.name}" for slot in values.slots]


def _source(entity: Entity) -> str:
    """Entity of Rasa, or "" for the whole message."""
    if entity.kind == "text":
        return ""
    return entity.name or DIMENSIONS.get(entity.kind, entity.kind)


def _items(entity: Entity, written: Callable[[tuple[str, ...]], Any]) -> Iterable[dict[str, Any]]:
    if entity.kind == "pattern":
        yield {"regex": entity.name, "examples": written((entity.pattern,))}
        return
    terms = {term: None for v in entity.values for term in (v.value, *v.synonyms)}
    if terms:
        yield {"lookup": entity.name, "examples": written(tuple(terms))}
    for listed in entity.values:
        if listed.synonyms:
            yield {"synonym": listed.value, "examples": written(listed.synonyms)}

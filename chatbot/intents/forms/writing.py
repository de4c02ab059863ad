"""Forms and their entities as objects of our files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from chatbot.entities.entity import Entity
from chatbot.intents.forms.form import Condition, Form, Slot

if TYPE_CHECKING:
    from chatbot.intents.intent_set import Intent


def written_form(form: Form) -> dict[str, Any]:
    """Return a form as it is in a file, without its empty fields."""
    return _full(
        {
            "slots": [_slot(slot) for slot in form.slots],
            "confirm": list(form.confirm),
            "confirm_replies": list(form.confirm_replies),
            "correct": list(form.correct),
            "cancelled": list(form.cancelled),
            "failed": list(form.failed),
            "outcomes": [
                {"when": _when(outcome.condition), "responses": list(outcome.responses)}
                for outcome in form.outcomes
            ],
        }
    )


def form_entities(intents: Iterable[Intent]) -> tuple[Entity, ...]:
    """Return the entities of all forms and actions that are not built in."""
    parts = (part for intent in intents for part in (intent.form, intent.action) if part)
    entities = (slot.entity for part in parts for slot in part.slots)
    return tuple({entity.name: entity for entity in entities if entity.name}.values())


def _slot(slot: Slot) -> dict[str, Any]:
    return _full(
        {
            "name": slot.name,
            "entity": slot.entity.name or slot.entity.kind,
            "prompts": list(slot.prompts),
            "quick_replies": list(slot.quick_replies),
            "invalid": list(slot.invalid),
            "min": slot.least,
            "max": slot.most,
            "keep": "" if slot.keep == "form" else slot.keep,
            "when": _when(slot.condition),
        }
    )


def written_entity(entity: Entity) -> dict[str, Any]:
    """Return an entity as it is in a file, without its name."""
    if entity.kind == "pattern":
        return {"regex": entity.pattern}
    values = {listed.value: list(listed.synonyms) for listed in entity.values}
    fields: dict[str, Any] = {"values": values} if values else {}
    fields |= {"learn": True} if entity.kind == "learnt" else {}
    return fields | ({} if entity.fuzzy else {"fuzzy": False})


def _when(condition: Condition) -> dict[str, list[str]]:
    return {name: list(options) for name, options in condition}


def _full(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}

"""Learnt entities that a bot can use."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.entities.entity import Entity
from chatbot.intents.intent_set import Intent


def learnt_entities(intents: Iterable[Intent]) -> dict[str, Entity]:
    """Return the learnt entities that a slot of a form asks for, by name."""
    slots = (slot for intent in intents if intent.form for slot in intent.form.slots)
    return {s.entity.name: s.entity for s in slots if s.entity.kind == "learnt"}

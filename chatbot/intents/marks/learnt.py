"""Learnt entities that a bot can use."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.entities.entity import BUILT_IN, Entity
from chatbot.intents.intent_set import Intent


def learnt_entities(intents: Iterable[Intent]) -> dict[str, Entity]:
    """Return the learnt entities that a slot of a form asks for, by name."""
    slots = (slot for intent in intents if intent.form for slot in intent.form.slots)
    return {s.entity.name: s.entity for s in slots if s.entity.kind == "learnt"}


def markable_names(intents: Iterable[Intent]) -> frozenset[str]:
    """Return the names of entities that patterns may mark; none where nothing is marked."""
    marked = {mark.entity for i in intents for marks in i.marks.values() for mark in marks}
    slots = (slot for intent in intents if intent.form for slot in intent.form.slots)
    asked_for = {slot.entity.name for slot in slots if slot.entity.name}
    return frozenset((*BUILT_IN, *marked, *asked_for)) if marked else frozenset()

"""Checks of actions that are well-formed: the entities of their slots, and placeholders."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator

from chatbot.entities.entity import BUILT_IN
from chatbot.intents.actions.schema import ActionEntry
from chatbot.intents.forms.checks import Fault
from chatbot.intents.forms.messages import unknown_entity
from chatbot.intents.responses.fields import response_texts
from chatbot.located_json.scanner import Path


def action_faults(
    action: ActionEntry, entities: Collection[str], of_forms: Container[str]
) -> Iterator[Fault]:
    """Faults of the slots of an action, given the names of all entities and of the forms' slots."""
    for name, entity in action.slots.items():
        if entity not in entities:
            others = [other for other in entities if other not in BUILT_IN]
            yield ("slots", name), unknown_entity(entity, others)
        if name in of_forms:
            message = (
                f'"{name}" is a slot of a form already, and the program may set it: remove it'
                " here, or give it another name."
            )
            yield ("slots", name), message


def action_texts(action: ActionEntry) -> Iterator[tuple[Path, str]]:
    """Texts of an action that the bot says, with their paths below it."""
    yield from ((("error", i), text) for i, text in enumerate(response_texts(action.error)))

"""Parts of intents that a format has no place for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from chatbot.entities.entity import Entity
from chatbot.intents.formats.exports.export import ExportName
from chatbot.intents.forms.writing import form_entities
from chatbot.intents.intent_set import IntentSet

UnwrittenKind = Literal["action", "conversation", "entity", "form", "learnt", "mark", "page"]

_TABLES: tuple[ExportName, ...] = ("csv", "jsonl")


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Something that an export does not hold: its kind, how often, and the first of it.

    Of marks, the patterns that have them are counted; a learnt entity is written as a list. Of an
    action, other programs get a name at most. Of the page, contexts and slots are counted.
    """

    kind: UnwrittenKind
    count: int
    example: str


def unwritten_parts(
    intents: IntentSet, name: ExportName, entities: Collection[Entity]
) -> tuple[Unwritten, ...]:
    """The parts of the intents that an export leaves out, given the entities of their files."""
    parts: dict[UnwrittenKind, list[str]] = {}
    for kind, example in _unwritten_parts(intents, name, entities) if name != "recollect" else ():
        parts.setdefault(kind, []).append(example)
    return tuple(Unwritten(kind, len(examples), examples[0]) for kind, examples in parts.items())


def _unwritten_parts(
    intents: IntentSet, name: ExportName, entities: Collection[Entity]
) -> Iterator[tuple[UnwrittenKind, str]]:
    written = {} if name in _TABLES else {e.name: e for e in form_entities(intents)}
    for intent in intents:
        if intent.form and name in _TABLES:
            yield "form", intent.tag
        if intent.action:
            yield "action", intent.tag
    for conversation in intents.conversations:
        yield "conversation", conversation[0].user
    for part in (*intents.page.contexts, *(slot.name for slot in intents.page.slots)):
        yield "page", part
    for entity in entities:
        if entity.name not in written:
            yield "entity", entity.name
    for entity in written.values() if name == "dialogflow" else ():
        if entity.kind == "learnt":
            yield "learnt", entity.name
    # Of the other programs, marks of forms' entities are in Rasa alone.
    marked = written if name == "rasa" else {}
    for intent in intents:
        for pattern, marks in intent.marks.items():
            if any(mark.entity not in marked for mark in marks):
                yield "mark", pattern

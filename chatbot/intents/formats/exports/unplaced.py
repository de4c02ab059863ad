"""Fields of forms and entities that another program has no place for, and texts in its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any, Self

from chatbot.entities.entity import Entity, EntityKind
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.finishing import finished_entities
from chatbot.intents.forms.form import Form
from chatbot.intents.forms.templates import placeholders
from chatbot.intents.forms.writing import written_entity, written_form
from chatbot.intents.intent_set import Intent


@dataclass(frozen=True, slots=True)
class ForeignTexts:
    """Texts of an intent with the placeholders of another program, by our own texts.

    `originals` are ours by the others, where reading might not give them.
    """

    texts: Mapping[str, str]
    originals: Mapping[str, str]

    @classmethod
    def of(
        cls,
        intent: Intent,
        shown: Callable[[str], str],
        pattern: re.Pattern[str],
        has_forms: bool,
    ) -> Self:
        """Translate the responses and questions of an intent; `pattern` finds placeholders.

        In a set without forms there are none.
        """
        slots = intent.form.slots if intent.form else ()
        ours = {t: t for t in (*intent.responses, *(text for s in slots for text in s.prompts))}
        if not has_forms:
            return cls(ours, {})
        foreign = {text: _translated(text, shown) for text in ours}
        counts = Counter(foreign.values())
        # Two texts that would become the same stay as they are.
        texts = {text: new if counts[new] == 1 else text for text, new in foreign.items()}
        unlike = {new: t for t, new in texts.items() if new != t or pattern.search(new)}
        return cls(texts, unlike)


def _translated(text: str, shown: Callable[[str], str]) -> str:
    for placeholder in placeholders(text):
        if placeholder.name:
            text = text.replace(placeholder.written, shown(placeholder.name))
    return text


def unplaced_form(
    form: Form, names: Mapping[str, str], kinds: Container[EntityKind]
) -> dict[str, Any]:
    """The fields of a form beside the entities and questions of its slots.

    `names` are those of the slots in the other program, and `kinds` are the built-in entities that
    are read back from there.
    """
    fields = written_form(form)
    slots: dict[str, Any] = {}
    for slot, written in zip(form.slots, fields.pop("slots"), strict=True):
        del written["prompts"]
        if slot.entity.name or slot.entity.kind in kinds:
            del written["entity"]
        if names[slot.name] == slot.name:
            del written["name"]
        if written:
            slots[names[slot.name]] = written
    return {**fields, "slots": slots} if slots else fields


def whole_form(form: Form) -> dict[str, Any]:
    """A form with all of its fields, for an intent that has none in the other program."""
    fields = written_form(form)
    return {**fields, "slots": {slot["name"]: slot for slot in fields["slots"]}}


def unplaced_entities(
    entities: Mapping[str, Entity], read: Callable[[ImportDraft], None]
) -> dict[str, Any]:
    """The entities, by their names in the other program, that are not read back from there."""
    draft = ImportDraft()
    read(draft)
    finished = finished_entities(draft.entities.values())
    same = {key.name: entity for key, entity in finished.items()}
    return {
        name: {"name": entity.name} | written_entity(entity)
        for name, entity in entities.items()
        if same.get(name) != entity
    }

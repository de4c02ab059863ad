"""Forms and entities that our own export noted, for all that the other program has no place for."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.form_draft import FormDraft, SlotDraft
from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.forms.schema import EntityEntry, is_name


def read_own_form(draft: ImportDraft, intent: IntentDraft, fields: dict[str, Any]) -> None:
    """Read the noted fields of a form, of its slots by their names, and the texts as written."""
    texts = draft.mapping(fields.get("texts"), "texts")
    intent.originals |= {key: text for key, text in texts.items() if isinstance(text, str)}
    own = draft.mapping(fields.get("form"), "form")
    slots = draft.mapping(own.get("slots"), "slots")
    if intent.form is None and fields.get("whole_form"):
        intent.form = FormDraft([SlotDraft(name, None, []) for name in slots])
    if intent.form:
        intent.form.own = {key: value for key, value in own.items() if key != "slots"}
        for slot in intent.form.slots:
            slot.own = draft.mapping(slots.get(slot.name), "slots")


def read_own_entities(draft: ImportDraft, value: Any) -> None:
    """Read noted entities by their names in the other program, in place of what it has of them."""
    for key, fields in draft.mapping(value, "entities").items():
        values = draft.mapping(fields, "entities")
        name = values.get("name", key)
        try:
            entry = EntityEntry.model_validate({k: v for k, v in values.items() if k != "name"})
        except ValidationError:
            draft.lose("malformed", key)
        else:
            if isinstance(name, str) and is_name(name):
                draft.entity(key).own = entry.entity(name)

"""Wording of the checks of entities and forms: the fault, and the remedy."""

from __future__ import annotations

from typing import Any

from pydantic_core import ErrorDetails

from chatbot.entities.entity import BUILT_IN
from chatbot.text.wording import shortened

ENTITY_EXAMPLE = '{"values": {"Oslo": ["Christiania"], "Bergen": []}}'
SLOT_EXAMPLE = '{"name": "city", "entity": "city", "prompts": ["Which city?"]}'
NAME_RULE = "letters, digits and _, beginning with a letter, at most 40 characters"
BUILT_IN_NAMES = ", ".join(BUILT_IN)

_SENTENCES = {
    "blank": "This text is blank: write one, or remove it.",
    "name": f"This is no name of a slot: {NAME_RULE}.",
    "entity_kind": (
        'An entity has "values" or a "regex", one of both, or "learn": true, alone or beside'
        f' "values", as in {ENTITY_EXAMPLE}.'
    ),
    "string_type": "Here belongs a text in double quotes.",
    "list_type": 'Here belongs a list of texts: ["…", "…"].',
    "bool_type": "Here belongs true or false.",
    "bool_parsing": "Here belongs true or false.",
    "too_short": "Here is nothing: write at least one.",
    "too_long": "These are too many: leave some out.",
    "literal_error": 'A value is kept for the "form", the "conversation" or the "visitor".',
}


def form_sentence(detail: ErrorDetails) -> str:
    """Sentence about a pydantic error in an entity or a form."""
    kind, location = detail["type"], detail["loc"]
    if kind == "missing":
        return f'Here is no "{location[-1]}", which is needed: add it.'
    if kind == "extra_forbidden":
        return f'Nothing is called "{shortened(str(location[-1]))}" here: correct it, or remove it.'
    if kind == "expression":
        return detail["msg"]
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        example = SLOT_EXAMPLE if "slots" in location else "{ … }"
        return f"Here belongs an object, as in {example}."
    return _SENTENCES.get(kind, "This is of another kind than it should be: see the manual.")


def unknown_entity(name: str, names: list[str]) -> str:
    """Sentence about a slot of an entity that no file has."""
    own = "".join(f"{shortened(other)}, " for other in sorted(names)[:6])
    return (
        f'No file has an entity "{shortened(name)}": add it to the "entities" beside the intents,'
        f" or choose one of {own}{BUILT_IN_NAMES}."
    )


def unknown_slot(written: str, slots: Any) -> str:
    """Sentence about a placeholder that names no slot."""
    names = ", ".join(sorted(slots)[:6])
    return (
        f"{shortened(written)} is no slot: write one of {names}, as in {{{{ {min(slots)} }}}}, and"
        " behind | no more than upper, lower, title or a date such as %d.%m.%Y."
    )

"""Wording of the checks of entities and forms: the fault, and the remedy."""

from __future__ import annotations

from typing import Any

from pydantic_core import ErrorDetails

from chatbot.entities.entity import BUILT_IN
from chatbot.text.sentence import sentence
from chatbot.text.wording import shortened

ENTITY_EXAMPLE = '{"values": {"Oslo": ["Christiania"], "Bergen": []}}'
SLOT_EXAMPLE = '{"name": "city", "entity": "city", "prompts": ["Which city?"]}'
NAME_RULE = sentence("letters, digits and _, beginning with a letter, at most 40 characters")
BUILT_IN_NAMES = ", ".join(BUILT_IN)

_SENTENCES = {
    "blank": sentence("This text is blank: write one, or remove it."),
    "name": sentence("This is no name of a slot: %(name_rule)s.", name_rule=NAME_RULE),
    "entity_kind": (
        sentence(
            'An entity has "values" or a "regex", one of both, or "learn": true, alone or'
            ' beside "values", as in %(entity_example)s.',
            entity_example=ENTITY_EXAMPLE,
        )
    ),
    "string_type": sentence("Here belongs a text in double quotes."),
    "list_type": sentence('Here belongs a list of texts: ["…", "…"].'),
    "bool_type": sentence("Here belongs true or false."),
    "bool_parsing": sentence("Here belongs true or false."),
    "too_short": sentence("Here is nothing: write at least one."),
    "too_long": sentence("These are too many: leave some out."),
    "literal_error": sentence(
        'A value is kept for the "form", the "conversation" or the "visitor".'
    ),
}


def form_sentence(detail: ErrorDetails) -> str:
    """Sentence about a pydantic error in an entity or a form."""
    kind, location = detail["type"], detail["loc"]
    if kind == "missing":
        return sentence(
            'Here is no "%(location)s", which is needed: add it.', location=location[-1]
        )
    if kind == "extra_forbidden":
        return sentence(
            'Nothing is called "%(location)s" here: correct it, or remove it.',
            location=shortened(str(location[-1])),
        )
    if kind == "expression":
        return detail["msg"]
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        example = SLOT_EXAMPLE if "slots" in location else "{ … }"
        return sentence("Here belongs an object, as in %(example)s.", example=example)
    return _SENTENCES.get(
        kind, sentence("This is of another kind than it should be: see the manual.")
    )


def unknown_entity(name: str, names: list[str]) -> str:
    """Sentence about a slot of an entity that no file has."""
    own = "".join(f"{shortened(other)}, " for other in sorted(names)[:6])
    return sentence(
        'No file has an entity "%(name)s": add it to the "entities" beside the'
        " intents, or choose one of %(own)s%(built_in_names)s.",
        name=shortened(name),
        own=own,
        built_in_names=BUILT_IN_NAMES,
    )


def unknown_slot(written: str, slots: Any) -> str:
    """Sentence about a placeholder that names no slot."""
    names = ", ".join(sorted(slots)[:6])
    return sentence(
        "%(written)s is no slot: write one of %(names)s, as in {{ %(slots)s }}, and"
        " behind | no more than upper, lower, title or a date such as %%d.%%m.%%Y.",
        written=shortened(written),
        names=names,
        slots=min(slots),
    )

"""Patterns in the form of the files: texts, or objects with a text and its marked words."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    JsonValue,
    PlainSerializer,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from chatbot.intents.marks.mark import MarkedPattern, written_form
from chatbot.text.comparison import is_blank

_WORDS: JsonValue = {
    "anyOf": [
        {"type": "string", "pattern": r"\S"},
        {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": r"\S"}},
    ]
}
_SCHEMA: dict[str, JsonValue] = {
    "anyOf": [
        {"type": "string", "pattern": r"\S"},
        {
            "type": "object",
            "title": "Pattern",
            "description": "A text, and the words in it that are values, by their entities.",
            "properties": {
                "text": {"type": "string", "pattern": r"\S"},
                "entities": {"type": "object", "additionalProperties": _WORDS},
            },
            "required": ["text", "entities"],
            "examples": [{"text": "a room in Oslo", "entities": {"city": "Oslo"}}],
        },
    ]
}


def is_own_pattern(item: dict[str, Any]) -> bool:
    """Return True for a pattern in the form of an object of ours.

    Other programs have lists of entities, with places in the text.
    """
    return isinstance(item.get("text"), str) and isinstance(item.get("entities"), dict)


def _not_blank(text: str) -> str:
    if is_blank(text):
        raise PydanticCustomError("blank", "blank")
    return text


def _read(value: Any, handler: ValidatorFunctionWrapHandler) -> str:
    if isinstance(value, dict) and is_own_pattern(value):
        return MarkedPattern(handler(value["text"]), value)
    return str(handler(value))


PatternField = Annotated[
    str,
    AfterValidator(_not_blank),
    WrapValidator(_read),
    PlainSerializer(written_form),
    WithJsonSchema(_SCHEMA),
]
"""Pattern of an intent: a text, or a MarkedPattern whose marks are still to be found."""

"""Schema of intent files: pydantic models for checks, JSON Schema for editors.

`python -m chatbot.intents.schema` writes the JSON Schema to intents/intents.schema.json.
"""

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from chatbot.intents.reserved_tags import CLOSE_ALL
from chatbot.text.comparison import is_blank

SCHEMA_NAME = "intents.schema.json"


def _not_blank(text: str) -> str:
    if is_blank(text):
        raise PydanticCustomError("blank", "blank")
    return text


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _names(names: list[str]) -> list[str]:
    return [name.strip() for name in names if not is_blank(name)]


def _opened(names: list[str]) -> list[str]:
    return [CLOSE_ALL] * any(map(is_blank, names)) + _names(names)


_NAMES_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_Text = Annotated[str, AfterValidator(_not_blank), Field(json_schema_extra={"pattern": r"\S"})]
_Tag = Annotated[_Text, AfterValidator(str.strip)]
_Contexts = Annotated[
    list[str], BeforeValidator(_as_list), AfterValidator(_names), WithJsonSchema(_NAMES_SCHEMA)
]
_Opened = Annotated[
    list[str], BeforeValidator(_as_list), AfterValidator(_opened), WithJsonSchema(_NAMES_SCHEMA)
]
_NOT_EMPTY: list[JsonValue] = [
    {"required": [name], "properties": {name: {"minItems": 1}}}
    for name in ("patterns", "responses")
]


class IntentEntry(BaseModel):
    """Purpose of a message, such as asking for the opening hours: example messages, and answers."""

    model_config = ConfigDict(
        frozen=True,
        use_attribute_docstrings=True,
        title="Intent",
        json_schema_extra={"anyOf": _NOT_EMPTY},
    )

    tag: _Tag = Field(examples=["opening_hours"])
    """The unique name of the intent; "fallback" answers messages the bot did not understand."""

    description: str = Field(default="", examples=["Asks when the shop is open."])
    """A note for people; not read by the bot."""

    patterns: list[_Text] = Field(default=[], examples=[["When are you open?", "opening hours"]])
    """Messages as typed by people, to learn the intent from; twenty are a good start."""

    responses: list[_Text] = Field(
        default=[], examples=[["We are open from 9 to 6, Monday to Friday."]]
    )
    """Answers; the bot takes another answer each time."""

    tests: list[_Text] = Field(default=[], examples=[["are you open on sundays"]])
    """Messages to be classified as the intent; never trained on, so no test is also a pattern."""

    context_set: _Opened = Field(default=[], examples=["return_reason", ["return_reason"]])
    """Contexts opened by the answer, for follow-up intents to wait for; "" closes all contexts."""

    context_filter: _Contexts = Field(default=[], examples=["return_reason", ["return_reason"]])
    """The intent is chosen only while at least one context of the list is open."""


class IntentDocument(BaseModel):
    """Intents of a Recollect bot. All files of a folder are read, sorted by name."""

    model_config = ConfigDict(use_attribute_docstrings=True, title="Recollect intents")

    schema_: str = Field(default=f"./{SCHEMA_NAME}", alias="$schema")
    """Path of the schema, by which an editor completes and checks the file."""

    intents: list[IntentEntry] = Field(min_length=1)
    """All intents of the file."""


def schema_text() -> str:
    """JSON Schema (draft 2020-12) of intent files."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **IntentDocument.model_json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path("intents", SCHEMA_NAME).write_text(schema_text(), encoding="utf-8")

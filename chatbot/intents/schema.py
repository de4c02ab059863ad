"""Schema of intent files: pydantic models for checks, JSON Schema for editors.

`python -m chatbot.intents.schema` writes the JSON Schema to intents/intents.schema.json.
"""

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from chatbot.intents.actions.schema import ACTION_EXAMPLE, ActionEntry
from chatbot.intents.context_fields import AwaitedField, OpenedField
from chatbot.intents.forms.schema import FORM_EXAMPLE, EntityEntry, FormEntry
from chatbot.intents.marks.fields import PatternField
from chatbot.intents.page.schema import PAGE_EXAMPLE, PageEntry
from chatbot.intents.responses.fields import ResponsesField
from chatbot.text.comparison import is_blank

SCHEMA_NAME = "intents.schema.json"


def _not_blank(text: str) -> str:
    if is_blank(text):
        raise PydanticCustomError("blank", "blank")
    return text


_Text = Annotated[str, AfterValidator(_not_blank), Field(json_schema_extra={"pattern": r"\S"})]
_Tag = Annotated[_Text, AfterValidator(str.strip)]
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

    patterns: list[PatternField] = Field(
        default=[], examples=[["When are you open?", "opening hours"]]
    )
    """Messages as typed by people, to learn the intent from; twenty are a good start."""

    responses: ResponsesField = Field(
        default=[], examples=[["We are open from 9 to 6, Monday to Friday."]]
    )
    """Answers, as texts or with quick replies or a condition; the bot takes another each time."""

    tests: list[_Text] = Field(default=[], examples=[["are you open on sundays"]])
    """Messages to be classified as the intent; never trained on, so no test is also a pattern."""

    context_set: OpenedField = Field(
        default=[], examples=["return_reason", ["return_reason"], {"return": 10}]
    )
    """Contexts opened by the answer, for follow-up intents to wait for; "" closes all contexts.

    A number is the lifespan in messages: {"return": 10}; 0 closes, null has no limit.
    """

    context_filter: AwaitedField = Field(
        default=[], examples=["return_reason", ["return_reason"], {"all": ["return", "used"]}]
    )
    """The intent is chosen only while a context of the list is open, or all of {"all": [ … ]}."""

    form: FormEntry | None = Field(default=None, title="Form", examples=[FORM_EXAMPLE])
    """Values that the bot asks for before the intent is answered."""

    action: ActionEntry | None = Field(default=None, title="Action", examples=[ACTION_EXAMPLE])
    """A program of yours that gives the answer, or values for it."""


class TurnEntry(BaseModel):
    """Message of a visitor in a conversation, and the answer that the bot has to give."""

    model_config = ConfigDict(
        frozen=True, use_attribute_docstrings=True, title="Turn", extra="forbid"
    )

    user: _Text = Field(examples=["my tyre is flat"])
    """Message of the visitor."""

    bot: str = Field(default="", examples=["puncture", "Can you bring the bike"])
    """The tag of the intent that answers, or words of the answer; any answer if left out."""


class IntentDocument(BaseModel):
    """Intents of a Recollect bot. All files of a folder are read, sorted by name."""

    model_config = ConfigDict(use_attribute_docstrings=True, title="Recollect intents")

    schema_: str = Field(default=f"./{SCHEMA_NAME}", alias="$schema")
    """Path of the schema, by which an editor completes and checks the file."""

    contexts: Literal["legacy"] | None = Field(default=None, json_schema_extra={"enum": ["legacy"]})
    """With "legacy", contexts work as in the tutorials: one stays open until another is opened."""

    entities: dict[str, EntityEntry] = Field(default={})
    """Kinds of values for the slots of forms, by name; known in all files of the folder."""

    page: PageEntry | None = Field(default=None, title="Page", examples=[PAGE_EXAMPLE])
    """Contexts and values that a page with the chat may set; known in all files of the folder."""

    intents: list[IntentEntry] = Field(min_length=1)
    """All intents of the file."""

    conversations: list[list[TurnEntry]] | list[TurnEntry] = []
    """Conversations to test the bot with, a list of turns each; the bot never learns from them."""


def schema_text() -> str:
    """JSON Schema (draft 2020-12) of intent files."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **IntentDocument.model_json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path("intents", SCHEMA_NAME).write_text(schema_text(), encoding="utf-8")

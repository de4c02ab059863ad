"""Responses in the form of the files: texts, or objects with quick replies and a condition."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from chatbot.intents.context_fields import AwaitedField, awaited_names
from chatbot.intents.intent_set import Intent
from chatbot.intents.responses.rich import RichResponse
from chatbot.text.comparison import is_blank

LONGEST_QUICK_REPLY, MOST_QUICK_REPLIES, MOST_BUBBLES = 100, 10, 5
OWN_KEYS = frozenset(("quick_replies", "when", "bubbles"))
"""Keys that make an object a response of ours, and not of another program."""

BETWEEN_BUBBLES = "\n\n"
_EITHER: list[JsonValue] = [{"required": ["text"]}, {"required": ["bubbles"]}]


def _not_blank(text: str) -> str:
    if is_blank(text):
        raise PydanticCustomError("blank", "blank")
    return text


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _kind(value: Any) -> str:
    return "object" if isinstance(value, (dict, BaseModel)) else "text"


_Text = Annotated[str, AfterValidator(_not_blank), Field(json_schema_extra={"pattern": r"\S"})]
_Values = Annotated[
    list[str],
    BeforeValidator(_listed),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]


class WhenEntry(BaseModel):
    """Condition of a response: all that is named has to hold."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, title="Condition"
    )

    context: AwaitedField = Field(default=[], examples=["rental"])
    """A context, one of a list, or all of {"all": [ … ]}, open before the message."""

    first_visit: bool | None = Field(default=None, strict=True, examples=[True])
    """True in the first conversation of a visitor, false in all later ones."""

    slots: dict[str, _Values] = Field(default={}, examples=[{"city": ["Oslo", "Bergen"]}])
    """Slots of forms, each with the values of which it has one."""


class ResponseEntry(BaseModel):
    """Response with quick replies, of several bubbles, or under a condition."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        title="Response",
        json_schema_extra={"oneOf": _EITHER},
    )

    text: _Text = Field(default="", examples=["Of course. For how long?"])
    """Text of the response."""

    bubbles: list[_Text] = Field(
        default=[], min_length=2, max_length=MOST_BUBBLES, examples=[["Of course.", "How long?"]]
    )
    """Texts to show one under the other, in place of a single one."""

    quick_replies: list[Annotated[_Text, Field(max_length=LONGEST_QUICK_REPLY)]] = Field(
        default=[], max_length=MOST_QUICK_REPLIES, examples=[["A day", "A week"]]
    )
    """Buttons under the response: pressed, their text is the next message."""

    when: WhenEntry | None = Field(default=None, examples=[{"context": "rental"}])
    """Condition. Responses whose conditions hold go before those without one."""

    @model_validator(mode="after")
    def _has_either(self) -> Self:
        if bool(self.text) == bool(self.bubbles):
            raise PydanticCustomError("either", "either")
        return self

    @property
    def whole(self) -> str:
        """The text, or that of all bubbles."""
        return self.text or BETWEEN_BUBBLES.join(self.bubbles)

    def rich(self) -> RichResponse:
        """Return the response without its text."""
        when = self.when or WhenEntry()
        return RichResponse(
            tuple(self.quick_replies),
            tuple(awaited_names(when.context)),
            isinstance(when.context, dict),
            when.first_visit,
            tuple((name, tuple(values)) for name, values in when.slots.items()),
            tuple(self.bubbles),
        )


ResponsesField = list[
    Annotated[
        Annotated[_Text, Tag("text")] | Annotated[ResponseEntry, Tag("object")],
        Discriminator(_kind),
    ]
]
"""Responses of an intent: texts, or objects of ResponseEntry."""


def response_texts(responses: Iterable[str | ResponseEntry]) -> list[str]:
    """Return the texts of responses."""
    return [r if isinstance(r, str) else r.whole for r in responses]


def rich_responses(responses: Iterable[str | ResponseEntry]) -> dict[str, RichResponse]:
    """Return what is more than a text, by the text."""
    return {r.whole: r.rich() for r in responses if isinstance(r, ResponseEntry)}


def written_response(text: str, rich: RichResponse) -> dict[str, Any]:
    """Return a response in the form of the files."""
    context = list(rich.contexts)
    when = {
        "context": {"all": context} if rich.needs_all else context,
        "first_visit": rich.first_visit,
        "slots": {name: list(values) for name, values in rich.slots},
    }
    when = {key: value for key, value in when.items() if value not in ([], {}, None)}
    shown = {"bubbles": list(rich.bubbles)} if rich.bubbles else {"text": text}
    written = {**shown, "quick_replies": list(rich.quick_replies), "when": when}
    return {key: value for key, value in written.items() if value}


def written_responses(intent: Intent) -> list[str | dict[str, Any]]:
    """Return the responses of an intent in the form of the files."""
    rich = intent.rich
    return [written_response(t, rich[t]) if t in rich else t for t in intent.responses]


def rich_lines(intent: Intent) -> list[str]:
    """Return what is more than a text as lines of JSON, for formats without a place for it."""
    written = (written_response(text, rich) for text, rich in intent.rich.items())
    return [json.dumps(response, ensure_ascii=False) for response in written]

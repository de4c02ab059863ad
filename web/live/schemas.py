"""Request and response models of hand-overs."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field

from web.api.schemas import In, Out
from web.conversations.schemas import (
    LARGEST_CURSOR,
    LONGEST_TEXT,
    BotMessage,
    PersonMessage,
    UserMessage,
)
from web.core.database import storable

LONGEST_ADDRESS = 300


def _storable(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


def _in_a_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("Input should not be blank")
    return text


Line = Annotated[
    str,
    BeforeValidator(_in_a_line),
    BeforeValidator(_storable),
    AfterValidator(_not_blank),
    Field(max_length=LONGEST_ADDRESS, json_schema_extra={"pattern": r"\S"}),
]
Paragraphs = Annotated[
    str,
    BeforeValidator(_storable),
    AfterValidator(_not_blank),
    Field(max_length=LONGEST_TEXT, json_schema_extra={"pattern": r"\S"}),
]


class FollowQuery(In):
    """`after` is the `last` of the messages that the client has."""

    after: int = Field(default=0, ge=0, le=LARGEST_CURSOR)


class HandOverRequest(In):
    """Nothing is needed to ask for a person."""


class Typing(In):
    """Nothing is needed: a key was pressed."""


class LeftMessage(In):
    """A message for persons with the address to answer to; `id` is chosen by the client."""

    id: UUID
    text: Paragraphs
    address: Line


class FollowedHandOver(Out):
    """A conversation's hand-over and the messages behind `after`; `last` is the next `after`.

    While `state` is "waiting" or "taken", the bot is silent; "late" and "left" end the wait, and
    "none" is the bot alone. `person` is the name of whoever has the conversation. Each change
    raises `version`.
    """

    state: Literal["none", "waiting", "late", "taken", "left"]
    person: str | None
    typing: bool = Field(validation_alias="is_typing")
    version: int
    messages: list[UserMessage | BotMessage | PersonMessage]
    last: int

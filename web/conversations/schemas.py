"""Request and response models of the conversation API."""

from datetime import datetime
from math import isfinite
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from chatbot.text.comparison import is_blank
from web.api.schemas import In, Out
from web.core.database import storable

LONGEST_TEXT = 10_000

LONGEST_COMMENT = 2_000

LONGEST_VALUE = 300

LARGEST_CURSOR = 2**63 - 1


def _storable(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


def _whole(value: object) -> object:
    # To Python, true is 1 and 1.0 is 1; to JSON, only the second is a number.
    if isinstance(value, bool):
        raise ValueError("Input should be 1 or -1")
    return int(value) if isinstance(value, float) and value.is_integer() else value


ThumbValue = Annotated[Literal[1, -1], BeforeValidator(_whole)]

Text = Annotated[str, BeforeValidator(_storable), Field(max_length=LONGEST_TEXT)]

Comment = Annotated[str, BeforeValidator(_storable), Field(max_length=LONGEST_COMMENT)]


class NewConversation(In):
    """Nothing is needed to begin a conversation."""


def _page_value(value: object) -> object:
    """Value of a slot, None for a blank text; one error for all types, with the place of it."""
    if isinstance(value, str):
        value = None if is_blank(value) else storable(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    is_short = isinstance(value, str) and len(value) <= LONGEST_VALUE
    is_finite = not isinstance(value, float) or isfinite(value)
    if value is None or is_short or (is_number and is_finite):
        return value
    raise PydanticCustomError(
        "page_value",
        "Input should be a text of at most {longest} characters, a number or null",
        {"longest": LONGEST_VALUE},
    )


Name = Annotated[str, BeforeValidator(_storable), Field(max_length=100)]

PageValue = Annotated[
    Annotated[str, Field(max_length=LONGEST_VALUE)] | int | float | None,
    BeforeValidator(_page_value),
]


class PageValues(In):
    """Contexts and values of slots by the page around the chat; null forgets a value."""

    contexts: list[Name] = Field(default=[], max_length=20)
    slots: dict[Name, PageValue] = Field(default={}, max_length=20)


class NewMessage(In):
    """A message; `id` is chosen by the client, for recognising a repeated request.

    The bot takes of the `page` what its author lets pages set, and names the rest as `ignored`.
    """

    text: Text
    id: UUID | None = None
    page: PageValues | None = None


class NewFeedback(In):
    """+1 for a good answer, -1 for a bad answer."""

    value: ThumbValue
    comment: Comment | None = None


class HistoryQuery(In):
    """`after` is the `next` of the page before."""

    after: int = Field(default=0, ge=0, le=LARGEST_CURSOR)
    limit: int = Field(default=50, ge=1, le=200)


class ListQuery(In):
    """`after` is the `next` of the page before."""

    after: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)


class ConversationSummary(Out):
    """A conversation of the visitor; `title` is the beginning of the first message."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    title: str


class ConversationSummaries(Out):
    conversations: list[ConversationSummary]
    next: UUID | None


class StartedConversation(Out):
    """`quick_replies` are messages to begin with."""

    id: UUID
    greeting: list[str]
    quick_replies: list[str]


class Ranked(Out):
    """An intent not chosen, and the probability (0 to 1)."""

    intent: str
    confidence: float


class SentMessage(Out):
    id: UUID
    text: str
    created_at: datetime


class TextSpan(Out):
    """Text in a style, not markup; line breaks are `\\n`.

    `href` is the address of a link: http, https, mailto or tel.
    """

    text: str
    href: str | None
    bold: bool
    italic: bool
    underline: bool
    code: bool


class ShownImage(Out):
    """Image at an https address or at a path of the bot's site; `alt` tells its content."""

    url: str
    alt: str


class ShownButton(Out):
    """Button: a link to the `url`, or where that is empty, its text as the next message."""

    text: str
    url: str


class ShownCard(Out):
    """Card with a title; `spans` are the text below it."""

    title: str
    spans: list[TextSpan]
    image: ShownImage | None
    button: ShownButton | None


class ShownBubble(Out):
    """Part of an answer, shown `pause` milliseconds after the one before.

    `spans`, `image`, `items` (the texts of a list) and `cards` are shown one under the other.
    """

    spans: list[TextSpan]
    image: ShownImage | None
    items: list[list[TextSpan]] = Field(validation_alias="item_spans")
    cards: list[ShownCard]
    pause: int


class Answer(Out):
    """The bot's answer; `confidence` is from 0 to 1, `model_version` the number of the model.

    `text` is the response as the author wrote it; `spans` are the same to show, with links, line
    breaks and emphasis. `candidates` are the intents above a threshold, the likeliest first: the
    right intent is a candidate in a share of `coverage` (0 to 1) of all messages with an intent.
    `slots` are the values of a form that is being filled, or was completed by this answer.
    `bubbles` are the same for clients that show images, lists, cards, or several messages one under
    the other; empty for an answer that is a text. The words of all bubbles are in the `text`.
    """

    id: UUID
    text: str
    spans: list[TextSpan]
    intent: str
    confidence: float
    alternatives: list[Ranked]
    candidates: list[str]
    coverage: float | None
    fallback: bool
    bubbles: list[ShownBubble]
    quick_replies: list[str]
    slots: dict[str, str]
    model_version: int | None
    created_at: datetime


class MessageExchange(Out):
    """A message and the bot's answer; null where persons answer.

    A `person` is "offered" where the bot is in doubt, and "asked" for where one may come: read
    the conversation's hand-over then. In doubt, the `step` is "choose" where the answer offers
    questions, "rephrase" where it asks for other words, "person" where it leads to one. Names of
    the `page` that the bot does not take are `ignored`.
    """

    message: SentMessage
    reply: Answer | None
    person: Literal["none", "offered", "asked"]
    step: Literal["none", "choose", "rephrase", "person"]
    ignored: list[str]


class UserMessage(Out):
    id: UUID
    role: Literal["user"]
    text: str
    created_at: datetime


class BotMessage(Answer):
    """An answer in the history: `reply_to` is the message, `feedback` the visitor's rating."""

    role: Literal["bot"]
    reply_to: UUID
    feedback: Literal[1, -1] | None


class PersonMessage(Out):
    """A message of a person, named by `author`; `spans` are the text to show, as in an answer."""

    id: UUID
    role: Literal["person"]
    author: str
    text: str
    spans: list[TextSpan]
    created_at: datetime


class History(Out):
    """`next` is the `after` of the next page, `last` that of whatever is to come behind."""

    messages: list[UserMessage | BotMessage | PersonMessage]
    next: int | None
    last: int


class ConversationTranscript(Out):
    """A conversation with all messages; `addresses` are those that were left for persons."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    messages: list[UserMessage | BotMessage | PersonMessage]
    addresses: list[str]

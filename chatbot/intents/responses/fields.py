"""Responses in the form of the files: texts, or objects with quick replies and a condition."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, Self

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
from chatbot.intents.responses.bubble import Bubble, joined_text
from chatbot.intents.responses.bubble_fields import (
    CONTENT_KEYS,
    MOST_BUBBLES,
    BubbleEntry,
    ContentEntry,
    Label,
    Text,
    bubble_of,
    written_bubble,
)
from chatbot.intents.responses.moment import WEEKDAYS
from chatbot.intents.responses.repeats import PLAIN, Part, response_parts, rich_by_key
from chatbot.intents.responses.rich import RichResponse

MOST_QUICK_REPLIES = 10
LONGEST_RESPONSE = 10_000
OWN_KEYS = frozenset(("quick_replies", "when", "bubbles", "follow_up"))
"""Keys that make an object with a text a response of ours, and not of another program."""

_EITHER: list[JsonValue] = [{"required": ["bubbles"]}, {"anyOf": CONTENT_KEYS}]


def is_own_response(item: dict[str, Any]) -> bool:
    """Return True for an object in the form of ours, right or wrong."""
    image, cards, items = item.get("image"), item.get("cards"), item.get("list")
    if isinstance(image, dict) and not {"url", "alt"}.isdisjoint(image):
        return True
    if isinstance(cards, list) and any(isinstance(card, dict) for card in cards):
        return True
    if isinstance(items, list) and "list" in item and set(item) <= {*OWN_KEYS, "text", "list"}:
        return True
    return ("text" in item or "bubbles" in item) and not OWN_KEYS.isdisjoint(item)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _not_long(text: str) -> str:
    if len(text) > LONGEST_RESPONSE:
        raise PydanticCustomError("long", "long")
    return text


def _kind(value: Any) -> str:
    return "object" if isinstance(value, (dict, BaseModel)) else "text"


_Values = Annotated[
    list[str],
    BeforeValidator(_listed),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]
_Clock = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
_Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_Languages = Annotated[
    list[Annotated[str, Field(pattern="^[a-z]{2,3}$")]],
    BeforeValidator(_listed),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
]


class TimeEntry(BaseModel):
    """Hours of the day, past midnight if the end is not later than the beginning."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, title="Hours"
    )

    start: _Clock = Field(alias="from", examples=["18:00"])
    """Beginning, as HH:MM."""

    end: _Clock = Field(alias="to", examples=["09:00"])
    """End, as HH:MM, no more part of the hours."""


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

    weekdays: list[_Weekday] = Field(default=[], examples=[["saturday", "sunday"]])
    """Days of the week."""

    time: TimeEntry | None = Field(
        default=None, title="Hours", examples=[{"from": "18:00", "to": "09:00"}]
    )
    """Hours of the day, on the clock of the bot's machine."""

    language: _Languages = Field(default=[], examples=["de", ["de", "fr"]])
    """Language of the visitor's page, or one of a list: codes such as "de"."""


class ResponseEntry(ContentEntry):
    """Response with quick replies, an image, a list, cards, several bubbles, or a condition."""

    model_config = ConfigDict(title="Response", json_schema_extra={"oneOf": _EITHER})

    bubbles: list[
        Annotated[
            Annotated[Text, Tag("text")] | Annotated[BubbleEntry, Tag("object")],
            Discriminator(_kind),
        ]
    ] = Field(
        default=[],
        min_length=2,
        max_length=MOST_BUBBLES,
        examples=[["Of course.", {"text": "How long?", "pause": 800}]],
    )
    """Bubbles to show one under the other, in place of a single one."""

    follow_up: Text | None = Field(default=None, examples=["Is there anything else?"])
    """Question in a bubble below, unless something else is asked there."""

    quick_replies: list[Label] = Field(
        default=[], max_length=MOST_QUICK_REPLIES, examples=[["A day", "A week"]]
    )
    """Buttons under the response: pressed, their text is the next message."""

    when: WhenEntry | None = Field(default=None, examples=[{"context": "rental"}])
    """Condition. Responses whose conditions hold go before those without one."""

    @model_validator(mode="after")
    def _has_either(self) -> Self:
        if self.has_content == bool(self.bubbles):
            raise PydanticCustomError("either", "either")
        _not_long(self.whole)
        return self

    @property
    def shown(self) -> tuple[Bubble, ...]:
        """Bubbles of the response, with the question at the end."""
        bubbles = tuple(map(bubble_of, self.bubbles)) or (self.content(),)
        question = Bubble(self.follow_up, asks=True) if self.follow_up else None
        return (*bubbles, question) if question else bubbles

    @property
    def whole(self) -> str:
        """The text, or that of all bubbles."""
        return joined_text(self.shown)

    def rich(self) -> RichResponse:
        """Return the response without its text."""
        when, shown = self.when or WhenEntry(), self.shown
        return RichResponse(
            tuple(self.quick_replies),
            tuple(awaited_names(when.context)),
            isinstance(when.context, dict),
            when.first_visit,
            tuple((name, tuple(values)) for name, values in when.slots.items()),
            () if len(shown) == 1 and shown[0].is_plain else shown,
            tuple(day for day in WEEKDAYS if day in when.weekdays),
            (when.time.start, when.time.end) if when.time else None,
            tuple(when.language),
        )


ResponsesField = list[
    Annotated[
        Annotated[Text, AfterValidator(_not_long), Tag("text")]
        | Annotated[ResponseEntry, Tag("object")],
        Discriminator(_kind),
    ]
]
"""Responses of an intent: texts, or objects of ResponseEntry."""


def response_texts(responses: Iterable[str | ResponseEntry]) -> list[str]:
    """Return the texts of responses."""
    return [r if isinstance(r, str) else r.whole for r in responses]


def rich_responses(responses: Iterable[str | ResponseEntry]) -> dict[str, RichResponse]:
    """Return what is more than a text, by the keys of `response_keys`."""
    return rich_by_key([_part(response) for response in responses])


def _part(response: str | ResponseEntry) -> Part:
    return (response, None) if isinstance(response, str) else (response.whole, response.rich())


def written_response(text: str, rich: RichResponse) -> dict[str, Any]:
    """Return a response in the form of the files."""
    question = next((bubble.text for bubble in rich.bubbles if bubble.asks), "")
    written = {
        **_written_content(text, [bubble for bubble in rich.bubbles if not bubble.asks]),
        "follow_up": question,
        "quick_replies": list(rich.quick_replies),
        "when": _written_condition(rich),
    }
    return {key: value for key, value in written.items() if value}


def _written_content(text: str, bubbles: list[Bubble]) -> dict[str, Any]:
    if len(bubbles) > 1:
        return {"bubbles": list(map(written_bubble, bubbles))}
    content = written_bubble(bubbles[0]) if bubbles else text
    return {"text": content} if isinstance(content, str) else content


def _written_condition(rich: RichResponse) -> dict[str, Any]:
    context = list(rich.contexts)
    when = {
        "context": {"all": context} if rich.needs_all else context,
        "first_visit": rich.first_visit,
        "slots": {name: list(values) for name, values in rich.slots},
        "weekdays": list(rich.weekdays),
        "time": {"from": rich.hours[0], "to": rich.hours[1]} if rich.hours else None,
        "language": list(rich.languages),
    }
    return {key: value for key, value in when.items() if value not in ([], {}, None)}


def written_responses(
    texts: Sequence[str], rich: Mapping[str, RichResponse]
) -> list[str | dict[str, Any]]:
    """Return responses in the form of the files."""
    parts = response_parts(texts, rich)
    return [written_response(t, rich) if rich and rich != PLAIN else t for t, rich in parts]


def rich_lines(intent: Intent) -> list[str]:
    """Return what is more than a text as lines of JSON, for formats without a place for it."""
    written = written_responses(intent.responses, intent.rich)
    return [json.dumps(item, ensure_ascii=False) for item in written if isinstance(item, dict)]

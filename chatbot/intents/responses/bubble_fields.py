"""Bubbles in the form of the files: texts, images, cards and lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    model_validator,
)
from pydantic_core import PydanticCustomError

from chatbot.intents.responses.bubble import Bubble, Button, Card, Image
from chatbot.text.comparison import is_blank
from chatbot.text.markup.hrefs import HIDDEN, LONGEST, safe_href

LONGEST_LABEL, LONGEST_ALT, LONGEST_TITLE = 100, 300, 200
MOST_BUBBLES, MOST_CARDS, MOST_ITEMS, LONGEST_PAUSE = 5, 10, 30, 3000
_EXAMPLE_URL = "https://www.example.org/tent.jpg"
_PATH = re.compile(rf'/(?!/)[^{HIDDEN}<>"\\`{{}}]*')


def not_blank(text: str) -> str:
    """Return a text; raises PydanticCustomError for a blank one, and for one with a NUL."""
    if is_blank(text) or "\0" in text:
        raise PydanticCustomError("blank", "blank")
    return text


def _image_url(url: str) -> str:
    is_path = len(url) <= LONGEST and _PATH.fullmatch(url)
    if not is_path and (not _is_https(url) or "{" in url):
        raise PydanticCustomError("image_url", "image_url")
    return url


def _is_https(url: str) -> bool:
    return safe_href(url) == url and urlsplit(url).scheme == "https"


def _button_url(url: str) -> str:
    href = None if "{" in url else safe_href(url)
    if href is None:
        raise PydanticCustomError("button_url", "button_url")
    return href


Text = Annotated[str, AfterValidator(not_blank), Field(json_schema_extra={"pattern": r"\S"})]
"""Text that is not blank."""

Label = Annotated[Text, Field(max_length=LONGEST_LABEL)]
"""Text of a button."""

_FROZEN = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ImageEntry(BaseModel):
    """Image beside or in place of a text."""

    model_config = _FROZEN | ConfigDict(title="Image")

    url: Annotated[
        str,
        AfterValidator(_image_url),
        Field(max_length=LONGEST, json_schema_extra={"pattern": "^(https://|/)"}),
    ] = Field(examples=[_EXAMPLE_URL, "/pictures/tent.jpg"])
    """Address: https, or a path on the bot's own site."""

    alt: Annotated[Text, Field(max_length=LONGEST_ALT)] = Field(examples=["A green tent."])
    """Words in place of the image, for those who do not see it."""

    def value(self) -> Image:
        """Return the image."""
        return Image(self.url, self.alt)


class ButtonEntry(BaseModel):
    """Button of a card."""

    model_config = _FROZEN | ConfigDict(title="Button")

    text: Label = Field(examples=["Rent it"])
    """Label; without an address, pressed it is the next message."""

    url: Annotated[str, AfterValidator(_button_url), Field(max_length=LONGEST)] | None = Field(
        default=None, examples=["https://www.example.org/rent"]
    )
    """Address of a page to open: https, http, mailto or tel."""

    def value(self) -> Button:
        """Return the button."""
        return Button(self.text, self.url or "")


class CardEntry(BaseModel):
    """Card: a thing to choose, such as a product."""

    model_config = _FROZEN | ConfigDict(title="Card")

    title: Annotated[Text, Field(max_length=LONGEST_TITLE)] = Field(examples=["City bike"])
    """Name of the thing."""

    text: Text | None = Field(default=None, examples=["18 a day, with a basket."])
    """Text below the title."""

    image: ImageEntry | None = Field(default=None, title="Image")
    """Image above the title."""

    button: ButtonEntry | None = Field(default=None, title="Button")
    """Button below the text."""

    def value(self) -> Card:
        """Return the card."""
        return Card(
            self.title,
            self.text or "",
            self.image.value() if self.image else None,
            self.button.value() if self.button else None,
        )


class ContentEntry(BaseModel):
    """Text, image, cards and list of a bubble."""

    model_config = _FROZEN | ConfigDict(populate_by_name=True)

    text: Text = Field(default="", examples=["Of course. For how long?"])
    """Text of the bubble."""

    image: ImageEntry | None = Field(default=None, title="Image")
    """Image below the text."""

    items: Annotated[list[Text], Field(min_length=1, max_length=MOST_ITEMS)] = Field(
        default=[], alias="list", title="List", examples=[["A pump", "A lock"]]
    )
    """Texts of a list, each with a bullet."""

    cards: Annotated[list[CardEntry], Field(min_length=1, max_length=MOST_CARDS)] = Field(
        default=[], examples=[[{"title": "City bike", "button": {"text": "Rent it"}}]]
    )
    """Cards, side by side."""

    @property
    def has_content(self) -> bool:
        """True if there is anything to show."""
        return bool(self.text or self.image or self.items or self.cards)

    def content(self, pause: int = 0) -> Bubble:
        """Return the bubble with the content."""
        return Bubble(
            self.text,
            self.image.value() if self.image else None,
            tuple(card.value() for card in self.cards),
            tuple(self.items),
            pause,
        )


CONTENT_KEYS: list[JsonValue] = [
    {"required": [name]} for name in ("text", "image", "list", "cards")
]


class BubbleEntry(ContentEntry):
    """Bubble of a response of several."""

    model_config = ConfigDict(title="Bubble", json_schema_extra={"anyOf": CONTENT_KEYS})

    pause: Annotated[int, Field(strict=True, ge=0, le=LONGEST_PAUSE)] = Field(
        default=0, examples=[800]
    )
    """Milliseconds between the bubble before and this one."""

    @model_validator(mode="after")
    def _has_any(self) -> Self:
        if not self.has_content:
            raise PydanticCustomError("either", "either")
        return self


def bubble_of(entry: str | BubbleEntry) -> Bubble:
    """Return the bubble of an entry."""
    return Bubble(entry) if isinstance(entry, str) else entry.content(entry.pause)


def written_bubble(bubble: Bubble) -> str | dict[str, Any]:
    """Return a bubble in the form of the files."""
    if bubble.is_plain:
        return bubble.text
    written = {
        "text": bubble.text,
        "image": bubble.image and _written_image(bubble.image),
        "list": list(bubble.items),
        "cards": _written_cards(bubble.cards),
        "pause": bubble.pause,
    }
    return {key: value for key, value in written.items() if value}


def _written_image(image: Image) -> dict[str, str]:
    return {"url": image.url, "alt": image.alt}


def _written_cards(cards: Sequence[Card]) -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = [
        {
            "title": card.title,
            "text": card.text,
            "image": card.image and _written_image(card.image),
            "button": card.button and _written_button(card.button),
        }
        for card in cards
    ]
    return [{key: value for key, value in card.items() if value} for card in written]


def _written_button(button: Button) -> dict[str, str]:
    return {"text": button.text, **({"url": button.url} if button.url else {})}

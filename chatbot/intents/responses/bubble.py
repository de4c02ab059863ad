"""Bubble of a response: a text, an image, cards, a list of texts, after a pause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter

from chatbot.intents.forms.templates import filled
from chatbot.text.markup.response import response_spans
from chatbot.text.markup.span import Span

BETWEEN_BUBBLES = "\n\n"
BULLET = "• "


@dataclass(frozen=True, slots=True)
class Image:
    """Image at an https address, or at a path of the bot's own site; `alt` tells its content."""

    url: str
    alt: str

    @property
    def plain(self) -> str:
        """The image as text: a link, or for a path only the words."""
        return f"[{self.alt}]({self.url})" if self.url.startswith("https:") else self.alt


@dataclass(frozen=True, slots=True)
class Button:
    """Button of a card: a link to the `url`, or without one its text as the next message."""

    text: str
    url: str = ""

    @property
    def plain(self) -> str:
        """The button as text."""
        return f"[{self.text}]({self.url})" if self.url else f"[{self.text}]"


@dataclass(frozen=True, slots=True)
class Card:
    """Card with a title, and what there is of text, image and button."""

    title: str
    text: str = ""
    image: Image | None = None
    button: Button | None = None

    @property
    def plain(self) -> str:
        """The card as lines of text."""
        parts = (self.title, self.text, self.image, self.button)
        return "\n".join(part if isinstance(part, str) else part.plain for part in parts if part)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Text of the card as links and emphasis."""
        return response_spans(self.text) if self.text else ()

    def worded(self, word: Callable[[str], str]) -> Card:
        """Return the card with other words."""
        return Card(
            word(self.title),
            word(self.text),
            replace(self.image, alt=word(self.image.alt)) if self.image else None,
            replace(self.button, text=word(self.button.text)) if self.button else None,
        )


@dataclass(frozen=True, slots=True)
class Bubble:
    """Bubble of a response, shown `pause` milliseconds after the one before.

    One that `asks` is the follow-up question below an answer: it is left out where something else
    is asked.
    """

    text: str = ""
    image: Image | None = None
    cards: tuple[Card, ...] = ()
    items: tuple[str, ...] = ()
    pause: int = 0
    asks: bool = False

    @property
    def plain(self) -> str:
        """The bubble as text, for clients that show nothing else."""
        image = self.image.plain if self.image else ""
        items = "\n".join(BULLET + item for item in self.items)
        cards = BETWEEN_BUBBLES.join(card.plain for card in self.cards)
        return BETWEEN_BUBBLES.join(filter(None, (self.text, image, items, cards)))

    @property
    def is_plain(self) -> bool:
        """True for a text alone, without a pause."""
        return self == Bubble(self.text)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Text as links and emphasis; empty without a text."""
        return response_spans(self.text) if self.text else ()

    @property
    def item_spans(self) -> tuple[tuple[Span, ...], ...]:
        """Links and emphasis of each text of the list."""
        return tuple(map(response_spans, self.items))

    def filled(self, values: Mapping[str, str]) -> Bubble:
        """Return the bubble with the values of slots in its words."""
        return self.worded(lambda text: filled(text, values)) if values else self

    def worded(self, word: Callable[[str], str]) -> Bubble:
        """Return the bubble with other words."""
        return replace(
            self,
            text=word(self.text),
            image=replace(self.image, alt=word(self.image.alt)) if self.image else None,
            cards=tuple(card.worded(word) for card in self.cards),
            items=tuple(map(word, self.items)),
        )


def joined_text(bubbles: Iterable[Bubble]) -> str:
    """Return bubbles as one text, with empty lines between."""
    return BETWEEN_BUBBLES.join(bubble.plain for bubble in bubbles)


def stored_bubble(bubble: Bubble) -> str | dict[str, Any]:
    """Return a bubble for JSON: a plain text as such, else an object of what there is."""
    if bubble.is_plain:
        return bubble.text
    return {key: value for key, value in asdict(bubble).items() if value}


def _bubble(stored: object) -> object:
    return Bubble(stored) if isinstance(stored, str) else stored


StoredBubble = Annotated[Bubble, BeforeValidator(_bubble)]
"""Bubble, read from a `stored_bubble`."""

BUBBLES = TypeAdapter(tuple[StoredBubble, ...])
"""Reader of stored bubbles, which raises ValueError for anything else."""

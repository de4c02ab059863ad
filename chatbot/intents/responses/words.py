"""Words of responses with several parts: texts, items, cards, and what images show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from chatbot.intents.responses.bubble import Bubble, Card, joined_text
from chatbot.intents.responses.repeats import Part
from chatbot.located_json.scanner import Path

WordsKind = Literal["text", "question", "image", "item", "title", "card", "button"]


@dataclass(frozen=True, slots=True)
class ResponseWords:
    """Text in a response, and its part there: "card" is the text below a title."""

    kind: WordsKind
    text: str


def words_of(bubbles: Iterable[Bubble]) -> Iterator[ResponseWords]:
    """Return the words of bubbles, in their order."""
    for bubble in bubbles:
        if bubble.text:
            yield ResponseWords("question" if bubble.asks else "text", bubble.text)
        if bubble.image:
            yield ResponseWords("image", bubble.image.alt)
        yield from (ResponseWords("item", item) for item in bubble.items)
        for card in bubble.cards:
            yield from _card_words(card)


def _card_words(card: Card) -> Iterator[ResponseWords]:
    yield ResponseWords("title", card.title)
    if card.text:
        yield ResponseWords("card", card.text)
    if card.image:
        yield ResponseWords("image", card.image.alt)
    if card.button:
        yield ResponseWords("button", card.button.text)


def with_words(part: Part, texts: Mapping[str, str]) -> Part:
    """Return a response with other words, those of bubbles each by itself."""
    text, rich = part
    if rich is None or not rich.bubbles:
        return texts.get(text, text), rich
    bubbles = tuple(bubble.worded(lambda word: texts.get(word, word)) for bubble in rich.bubbles)
    return joined_text(bubbles), replace(rich, bubbles=bubbles)


def written_words(response: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Return the words of a response in the form of the files, each with its path."""
    if isinstance(response, str):
        yield path, response
    elif isinstance(response, list):
        for index, item in enumerate(response):
            yield from written_words(item, (*path, index))
    elif isinstance(response, dict):
        for key in _KEYS:
            if key in response:
                yield from written_words(response[key], (*path, key))


_KEYS = ("text", "bubbles", "follow_up", "image", "alt", "list", "cards", "title", "button")
"""Keys of words, and of what holds them. Addresses, buttons below and conditions are none."""

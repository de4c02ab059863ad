"""Finder of entities in messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from chatbot.entities.contacts import find_emails, find_order_numbers, find_phones, find_urls
from chatbot.entities.dates import find_dates
from chatbot.entities.entity import NO_MENTIONS, BuiltIn, Entity, Mention, Mentions
from chatbot.entities.expressions import find_expression
from chatbot.entities.line import Line, today
from chatbot.entities.lists import find_listed
from chatbot.entities.money import find_money
from chatbot.entities.numbers import find_numbers
from chatbot.entities.times import find_durations, find_times

_MOST_MENTIONS = 20
"""Mentions of an entity in a message that count: a slot takes one of them."""


def _whole(line: Line) -> Iterator[Mention]:
    """The whole message, where the bot has asked for a text."""
    if line.text:
        yield Mention(line.text, 0, len(line.text), is_sure=False)


_FINDERS: Mapping[BuiltIn, Callable[[Line], Iterator[Mention]]] = {
    "date": find_dates,
    "duration": find_durations,
    "email": find_emails,
    "money": find_money,
    "number": find_numbers,
    "order_number": find_order_numbers,
    "phone": find_phones,
    "text": _whole,
    "time": find_times,
    "url": find_urls,
}


class EntityFinder:
    """Finder of the entities of a bot, in its language."""

    def __init__(self, entities: Iterable[Entity], language: str) -> None:
        self._entities = tuple(dict.fromkeys(entities))
        self._language = language

    def find(self, message: str, on: date | None = None) -> Mentions:
        """Return the mentions of each entity that the message has; those that are sure first."""
        if not self._entities:
            return NO_MENTIONS
        line = Line.of(message, self._language, on or today())
        pairs = ((entity, _sorted(_mentions(entity, line))) for entity in self._entities)
        return {entity: mentions for entity, mentions in pairs if mentions}


def _mentions(entity: Entity, line: Line) -> Iterator[Mention]:
    if entity.kind in ("list", "learnt"):
        return find_listed(entity, line)
    if entity.kind == "pattern":
        return find_expression(entity, line)
    return _FINDERS[entity.kind](line)


def _sorted(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions in the order of the message; of too many or overlapping, the surest and longest."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (not m.is_sure, -m.length, m.start)):
        if len(kept) == _MOST_MENTIONS:
            break
        if not any(mention.overlaps(other) for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: (not m.is_sure, m.start)))

"""Finder of entities in messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from chatbot.entities.contacts import find_emails, find_order_numbers, find_phones, find_urls
from chatbot.entities.dates import find_dates
from chatbot.entities.entity import NO_MENTIONS, BuiltIn, Entity, Mention, Mentions
from chatbot.entities.expressions import find_expression
from chatbot.entities.guesses import guessed
from chatbot.entities.learnt import SpanFinder
from chatbot.entities.line import Line, today
from chatbot.entities.lists import find_listed
from chatbot.entities.money import find_money
from chatbot.entities.numbers import find_numbers
from chatbot.entities.times import find_durations, find_times
from chatbot.entities.typing_errors import TypingErrors
from chatbot.entities.whole_replies import polite_part

_MOST_MENTIONS = 20
"""Mentions of an entity in a message that count: a slot takes one of them."""


def _whole(line: Line) -> Iterator[Mention]:
    """The whole message but for courtesies, where the bot has asked for a text."""
    if line.text:
        start, end = polite_part(line)
        yield Mention(line.text[start:end], start, end, is_sure=False)


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

    def __init__(
        self,
        entities: Iterable[Entity],
        language: str,
        tagger: SpanFinder | None = None,
        errors: TypingErrors | None = None,
    ) -> None:
        """Take the entities to find; only a `tagger` finds values of learnt ones in no list."""
        self._entities = tuple(dict.fromkeys(entities))
        self._language = language
        self._learnt = {entity.name: entity for entity in self._entities if entity.kind == "learnt"}
        self._tagger = tagger if self._learnt else None
        self._errors = errors

    def find(self, message: str, on: date | None = None) -> Mentions:
        """Return the mentions of each entity that the message has; those that are sure first."""
        if not self._entities:
            return NO_MENTIONS
        line = Line.of(message, self._language, on or today())
        declared = {entity: [*self._mentions(entity, line)] for entity in self._entities}
        if self._tagger:
            for entity, mention in self._tagged(self._tagger, line, declared):
                declared[entity].append(mention)
        pairs = ((entity, _sorted(mentions)) for entity, mentions in declared.items())
        return {entity: mentions for entity, mentions in pairs if mentions}

    def _mentions(self, entity: Entity, line: Line) -> Iterator[Mention]:
        if entity.kind == "list" or entity.kind == "learnt":
            return find_listed(entity, line, self._errors)
        if entity.kind == "pattern":
            return find_expression(entity, line)
        return _FINDERS[entity.kind](line)

    def _tagged(
        self, tagger: SpanFinder, line: Line, declared: Mapping[Entity, Sequence[Mention]]
    ) -> list[tuple[Entity, Mention]]:
        """Values that a tagger finds, where no value of a declared entity is.

        A number counts anything: it may be part of a learnt value.
        """
        taken = [
            mention
            for entity, mentions in declared.items()
            for mention in mentions
            if mention.is_sure and entity.kind != "number"
        ]
        return [
            (self._learnt[name], mention)
            for name, mention in guessed(tagger.spans(line.text), line)
            if name in self._learnt and not any(mention.overlaps(other) for other in taken)
        ]


def _sorted(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions in the order of the message; of too many or overlapping, the surest and longest."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (not m.is_sure, -m.length, m.start)):
        if len(kept) == _MOST_MENTIONS:
            break
        if not any(mention.overlaps(other) for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: (not m.is_sure, m.start)))

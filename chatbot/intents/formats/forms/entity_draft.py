"""Draft of an entity, and the entity that becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from chatbot.entities.entity import Entity, ListValue
from chatbot.entities.expressions import ExpressionError, check_expression
from chatbot.entities.finder import EntityFinder
from chatbot.intents.formats.intent_draft import encodable
from chatbot.intents.formats.losses import LossCounter
from chatbot.text.comparison import is_blank


@dataclass(slots=True, eq=False)
class EntityDraft:
    """Entity in the making, by its name in the other program.

    `values` have synonyms; `own` is the entity as our own export noted it.
    """

    name: str
    values: dict[str, dict[str, None]] = field(default_factory=dict)
    expressions: list[str] = field(default_factory=list)
    fuzzy: bool = True
    own: Entity | None = None
    _spellings: dict[str, str] = field(default_factory=dict)

    def add(self, value: str, synonyms: Iterable[str] = ()) -> None:
        """Add a value; of those that differ by letter case alone, the first spelling counts."""
        value = encodable(value)
        if is_blank(value):
            return
        spelling = self._spellings.setdefault(value.casefold(), value)
        terms = [term for term in map(encodable, synonyms) if not is_blank(term)]
        self.values.setdefault(spelling, {}).update(dict.fromkeys(terms))
        self.values[spelling].pop(spelling, None)

    def has(self, text: str) -> bool:
        """True if a text is one of the values."""
        return text.casefold() in self._spellings

    def finished(self, name: str, losses: LossCounter) -> Entity | None:
        """The entity, None without anything to find it by; expressions may be lost.

        Values beside an expression are examples of it, or it is lost: an entity is of one kind.
        """
        if self.own:
            return self.own
        pattern = self._pattern(losses)
        expression = Entity("pattern", name, pattern=pattern) if pattern else None
        if expression and _are_matched(expression, self._terms()):
            return expression
        losses.lose("regex", pattern, bool(pattern))
        if not self.values:
            losses.lose("entity", self.name)
            return None
        values = tuple(ListValue(value, tuple(terms)) for value, terms in self.values.items())
        return Entity("list", name, values, fuzzy=self.fuzzy)

    def _terms(self) -> Iterable[str]:
        for value, synonyms in self.values.items():
            yield from (value, *synonyms)

    def _pattern(self, losses: LossCounter) -> str:
        """The expressions as one; those that RE2 refuses are lost."""
        kept = []
        for expression in map(encodable, self.expressions):
            if _is_allowed(expression):
                kept.append(expression)
            else:
                losses.lose("regex", expression)
        joined = kept[0] if len(kept) == 1 else "|".join(f"(?:{part})" for part in kept)
        if kept and not _is_allowed(joined):
            losses.lose("regex", joined, len(kept))
            return ""
        return joined


def _is_allowed(expression: str) -> bool:
    try:
        check_expression(expression)
    except ExpressionError:
        return False
    return True


def _are_matched(entity: Entity, texts: Iterable[str]) -> bool:
    """True if all texts are values of an entity from their beginning to their end."""
    find = EntityFinder([entity], "english").find
    lengths = ((text, find(text).get(entity, ())) for text in texts)
    return all(any(m.length == len(text.strip()) for m in mentions) for text, mentions in lengths)

"""Draft of an entity, and the entity that becomes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from chatbot.entities.entity import Entity, EntityKind, ListValue
from chatbot.entities.expressions import ExpressionError, check_expression
from chatbot.entities.finder import EntityFinder
from chatbot.intents.formats.intent_draft import encodable
from chatbot.intents.formats.losses import LossCounter
from chatbot.text.comparison import is_blank

MOST_TERMS = 100_000
MOST_EXPRESSIONS = 1_000
_LEAST_MARKS, _LEAST_MARKED = 5, 3
"""Marks in examples, and different words of them, from which an entity is learnt."""

_LONGEST_EXPRESSION = 1_000
"""Characters: RE2 takes 350 MB to refuse an expression of millions."""


@dataclass(slots=True)
class EntityRoom:
    """Room for the values, synonyms and expressions of all entities of a source."""

    terms: int = MOST_TERMS
    expressions: int = MOST_EXPRESSIONS


@dataclass(slots=True, eq=False)
class EntityDraft:
    """Entity in the making, by its name in the other program.

    `own` is the entity as our own export noted it.
    """

    name: str
    room: EntityRoom
    losses: LossCounter
    fuzzy: bool = True
    own: Entity | None = None
    _values: dict[str, str] = field(default_factory=dict)
    _synonyms: dict[str, dict[str, None]] = field(default_factory=dict)
    _expressions: list[str] = field(default_factory=list)
    _marks: Counter[str] = field(default_factory=Counter)

    def note_mark(self, words: str) -> None:
        """Count a mark of the entity in an example."""
        self._marks[words.casefold()] += 1

    def forget_marks(self) -> None:
        """Forget the marks of examples that no intent has any more."""
        self._marks.clear()

    @property
    def is_learnt(self) -> bool:
        """True with so many marks that other values can be told by them."""
        return self._marks.total() >= _LEAST_MARKS and len(self._marks) >= _LEAST_MARKED

    @property
    def values(self) -> Iterable[str]:
        """The values, in small letters."""
        return self._values.keys()

    @property
    def is_empty(self) -> bool:
        """True without anything to find it by."""
        return not (self.own or self._values or self._expressions)

    def has(self, text: str) -> bool:
        """True if a text is one of the values."""
        return text.casefold() in self._values

    def add(self, value: str, synonyms: Iterable[str] = ()) -> None:
        """Add a value; of those that differ by letter case alone, the first spelling counts."""
        value = encodable(value)
        key = value.casefold()
        if is_blank(value) or (key not in self._values and not self._takes(value)):
            return
        self._values.setdefault(value if key == value else key, value)
        for synonym in map(encodable, synonyms):
            if not is_blank(synonym) and synonym.casefold() != key:
                present = self._synonyms.setdefault(key, {})
                if synonym not in present and self._takes(synonym):
                    present[synonym] = None

    def join(self, value: str, synonyms: Sequence[str]) -> None:
        """Add a value, and join values to it that are among its synonyms."""
        if not self.room.terms:
            self.losses.lose("value", value, len(synonyms))
            return
        self.add(value)
        for synonym in synonyms:
            key = synonym.casefold()
            if key in self._values and key != value.casefold():
                self.add(value, [self._values.pop(key), *self._synonyms.pop(key, ())])
            self.add(value, [synonym])

    def add_expressions(self, expressions: Iterable[str]) -> None:
        """Add regular expressions, of which a value matches one."""
        for expression in map(encodable, expressions):
            if self.room.expressions:
                self.room.expressions -= 1
                self._expressions.append(expression)
            else:
                self.losses.lose("regex", expression)

    def finished(self, name: str) -> Entity | None:
        """The entity, None without anything to find it by; expressions may be lost.

        Values beside an expression are examples of it, or it is lost: an entity is of one kind.
        """
        if self.own:
            return self.own if self._marks or self.own.kind != "learnt" else self._listed(self.own)
        pattern = self._pattern()
        expression = Entity("pattern", name, pattern=pattern) if pattern else None
        if expression and _are_matched(expression, self._terms()):
            return expression
        self.losses.lose("regex", pattern, bool(pattern))
        if not self._values:
            self.losses.lose("entity", self.name)
            return None
        pairs = ((value, tuple(self._synonyms.get(key, ()))) for key, value in self._values.items())
        values = tuple(ListValue(value, synonyms) for value, synonyms in pairs)
        kind: EntityKind = "learnt" if self.is_learnt else "list"
        return Entity(kind, name, values, fuzzy=self.fuzzy)

    def _listed(self, entity: Entity) -> Entity | None:
        """The list of a learnt entity without marks, None without values."""
        self.losses.lose("entity", self.name, not entity.values)
        return replace(entity, kind="list") if entity.values else None

    def _takes(self, term: str) -> bool:
        has_room = self.room.terms > 0
        self.room.terms -= has_room
        self.losses.lose("value", term, not has_room)
        return has_room

    def _terms(self) -> Iterator[str]:
        yield from self._values.values()
        for synonyms in self._synonyms.values():
            yield from synonyms

    def _pattern(self) -> str:
        """The expressions as one; those that RE2 refuses are lost."""
        kept = []
        for expression in self._expressions:
            is_allowed = _is_allowed(expression)
            kept += [expression] if is_allowed else []
            self.losses.lose("regex", expression, not is_allowed)
        joined = kept[0] if len(kept) == 1 else "|".join(f"(?:{part})" for part in kept)
        if kept and not _is_allowed(joined):
            self.losses.lose("regex", joined, len(kept))
            return ""
        return joined


def _is_allowed(expression: str) -> bool:
    if len(expression) > _LONGEST_EXPRESSION:
        return False
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

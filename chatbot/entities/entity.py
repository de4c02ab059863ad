"""Entities, and mentions of their values in a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

BuiltIn = Literal[
    "date", "duration", "email", "money", "number", "order_number", "phone", "text", "time", "url"
]
EntityKind = Literal["list", "pattern", "learnt"] | BuiltIn

BUILT_IN: tuple[BuiltIn, ...] = get_args(BuiltIn)


@dataclass(frozen=True, slots=True)
class ListValue:
    """Value of a list, and the synonyms that mean it."""

    value: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """Kind of value: `values` are those of a list, `pattern` is a regular expression (RE2).

    One that is learnt from marks in patterns may have values as well.
    `name` is that of the author, none for a built-in entity.
    """

    kind: EntityKind
    name: str = ""
    values: tuple[ListValue, ...] = ()
    pattern: str = ""
    fuzzy: bool = True

    def __hash__(self) -> int:
        """Return a hash without the values of a list, of which there may be thousands."""
        return hash((self.kind, self.name, self.pattern, len(self.values)))


@dataclass(frozen=True, slots=True)
class Guess:
    """Sureness of a learnt value: `is_certain` if it counts wherever it is said.

    It `is_whole` where the message holds nothing else.
    """

    is_certain: bool
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """Value in a message, from `start` to `end` of its line.

    A mention that is not sure, as "5" for a date, counts where the bot has asked for the value.
    Only a value that no author wrote down has a `guess`.
    """

    value: str
    start: int
    end: int
    is_sure: bool = True
    guess: Guess | None = None

    def overlaps(self, other: Mention) -> bool:
        """True if both share a character."""
        return self.start < other.end and other.start < self.end

    @property
    def length(self) -> int:
        """Number of characters."""
        return self.end - self.start


Mentions = Mapping[Entity, tuple[Mention, ...]]
"""Mentions of each entity that a message has, in the order of the message."""

NO_MENTIONS: Mentions = MappingProxyType({})

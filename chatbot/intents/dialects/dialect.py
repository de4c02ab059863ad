"""Dialect of an intent file: where its intents are, and how their parts are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from chatbot.intents.dialects.names import Role
from chatbot.located_json.scanner import Path

Shape = Literal["list", "names", "single", "questions", "rasa", "tags", "answered"]
"""Shape of the intents: a list, an object with an intent by each name, one intent alone, a list of
questions with answers and without tags, a list of examples with the intent of each, an object of
patterns by tag beside one of responses by tag, or an object of answers by question."""

_OUR_NAMES: Mapping[Role, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Dialect:
    """Shape of a file, the paths of its lists or objects of intents, and its names by role.

    `names` has the key that is used most for a role; of an unused role it has none.
    """

    shape: Shape
    paths: tuple[Path, ...]
    names: Mapping[Role, str] = field(default_factory=lambda: _OUR_NAMES)

    @property
    def is_ours(self) -> bool:
        """True for {"intents": [ … ]} with the names of our schema."""
        own = self.shape == "list" and self.paths == (("intents",),)
        return own and all(key == role for role, key in self.names.items())

    @property
    def places(self) -> Mapping[Path, Sequence[Path]]:
        """Paths of intents by what holds them: questions by subject are all that an object has."""
        members = Counter(path[:-1] for path in self.paths if _is_member(path))
        places: dict[Path, list[Path]] = {}
        for path in self.paths:
            has_others = _is_member(path) and members[path[:-1]] > 1
            places.setdefault(path[:-1] if has_others else path, []).append(path)
        return places

    def name(self, role: Role) -> str:
        """Return the key of a role in this file."""
        return self.names.get(role, role)


def _is_member(path: Path) -> bool:
    return bool(path) and isinstance(path[-1], str)

"""Content of an item by the roles of its keys, as far as it tells if the item is an intent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from chatbot.intents.dialects.names import Role, normalized
from chatbot.intents.dialects.slips import any_role
from chatbot.intents.dialects.texts import TextReader, TextRole, is_text

Values = Mapping[str, Any]
"""Values by their names, in small letters without signs."""

MOST = 1_000
"""Items that are looked at, keys of an item, and texts of a list."""

INPUTS = frozenset(
    (
        *("input", "inputs", "entrada", "entradas", "entree", "entrees", "eingabe", "eingaben"),
        "masukan",
    )
)
"""Names of patterns that programs have, too."""


@dataclass(frozen=True)
class Content:
    """Values of an item by their names: all of them, and those of each role."""

    values: Values
    patterns: Values
    responses: Values
    tags: Values
    contexts: Values

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Content:
        """Collect the values of an item."""
        values: dict[str, Any] = {}
        by_role: dict[Role | None, dict[str, Any]] = {}
        for key, value in islice(item.items(), MOST):
            name = normalized(key)
            values[name] = by_role.setdefault(any_role(key), {})[name] = value
        roles: tuple[Role, ...] = ("patterns", "responses", "tag", "context")
        return cls(values, *(by_role.get(role, {}) for role in roles))

    @cached_property
    def messages(self) -> tuple[str, ...]:
        """Texts of the patterns; none for a number."""
        return tuple(_texts(self.patterns, "patterns"))

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """Texts of the responses; none for a number."""
        return tuple(_texts(self.responses, "responses"))

    @cached_property
    def choices(self) -> tuple[Values, ...]:
        """Objects among the responses, each with its values by their names."""
        lists = [value if isinstance(value, list) else [value] for value in self.responses.values()]
        objects = (item for items in lists for item in items[:MOST] if isinstance(item, dict))
        return tuple({normalized(key): value for key, value in item.items()} for item in objects)

    @property
    def has_wordings(self) -> bool:
        """True for a list of patterns, of ways to say it: programs have lists of inputs."""
        patterns = self.patterns.items()
        return any(isinstance(value, list) and name not in INPUTS for name, value in patterns)

    @property
    def is_answered(self) -> bool:
        """True for something by a name of responses, but a number."""
        answers = self.responses.values()
        return any(answer and not isinstance(answer, (int, float)) for answer in answers)


def _texts(values: Values, role: TextRole) -> Iterator[str]:
    for value in values.values():
        reader = TextReader(role, lambda _path: "")
        texts = reader.read(value[:MOST] if isinstance(value, list) else value, ())
        yield from (text.value for text in texts if is_text(text.value))

"""Candidates: members of an object that may be the intents of a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chatbot.intents.dialects.foreign.content import Content
from chatbot.intents.dialects.foreign.evidence import is_intent
from chatbot.intents.dialects.foreign.things import is_thing
from chatbot.intents.dialects.locales import are_locales
from chatbot.intents.dialects.names import is_called_intents
from chatbot.intents.dialects.present_roles import PresentRoles
from chatbot.intents.dialects.shapes.untagged_questions import are_untagged

_DEEPEST = 4
_OWN_NAMES = {"patterns", "responses"}


class Candidates:
    """Finder of the members that may be the intents, by the roles in them."""

    def __init__(self, roles: PresentRoles) -> None:
        self._roles = roles

    def keys_of(self, value: dict[str, Any]) -> list[str]:
        """Return the keys of lists or objects of intents, or else of groups, or of parts."""
        candidates = [key for key, inner in value.items() if self.holds_intents(inner)]
        if candidates or self.is_named(value):
            return candidates
        groups = [key for key, inner in value.items() if self._holds_groups(inner)]
        return groups or [key for key, inner in value.items() if self._holds_parts(key, inner)]

    def is_named(self, value: dict[str, Any]) -> bool:
        """True for an object with an intent that has all that it needs, by a name."""
        return any(map(self._roles.is_whole, value.values()))

    def holds_intents(self, value: Any) -> bool:
        """True for a list, or an object of objects, in which an intent has all that it needs."""
        return any(map(self._roles.is_whole, inner_values(value)))

    def lists(self, value: Any) -> list[str]:
        """Keys of the lists of intents in an object: {"name": "Bot", "intents": [ … ]}."""
        members = value.items() if isinstance(value, dict) else ()
        return [key for key, inner in members if self._is_list(key, inner)]

    def _is_list(self, key: str, value: Any) -> bool:
        is_whole = isinstance(value, list) and self.holds_intents(value)
        return is_whole or self._holds_parts(key, value)

    def around(self, value: dict[str, Any]) -> list[str]:
        """Keys of members around lists of intents."""
        return [key for key, inner in value.items() if self._surrounds(inner)]

    def are_members(self, value: dict[str, Any]) -> bool:
        """True for intents by name beside settings.

        Half of the objects are intents, or one is by our own names, or by all that it has: of the
        parts of a page, one may look like an intent.
        """
        objects = [inner for inner in value.values() if isinstance(inner, dict)]
        if any(inner.keys() >= _OWN_NAMES or is_intent(Content.of(inner)) for inner in objects):
            return True
        likely = [
            inner
            for inner in objects
            if self._roles.is_whole(inner) or not _OWN_NAMES.isdisjoint(inner)
        ]
        return 2 * len(likely) >= len(objects)

    def are_groups(self, value: dict[str, Any]) -> bool:
        """True for lists of questions by subject, and by no languages."""
        lists = [inner for inner in value.values() if isinstance(inner, list)]
        is_whole = len(lists) == len(value) and all(
            are_untagged(items, self._roles) for items in lists
        )
        return is_whole and not are_locales(value)

    def _holds_groups(self, value: Any) -> bool:
        """True for an object with groups of intents by name: {"sales": {"price": { … }}}."""
        return isinstance(value, dict) and any(
            isinstance(group, dict) and self.holds_intents(group) for group in value.values()
        )

    def _holds_parts(self, key: str, value: Any) -> bool:
        """True for a list of tags with patterns, though they lack responses.

        Single texts are messages to learn from, where the list is not called intents.
        """
        items = value if isinstance(value, list) else []
        if not items or not all(self._roles.of(item) >= {"tag", "patterns"} for item in items):
            return False
        is_worded = is_called_intents(key) or all(Content.of(item).has_wordings for item in items)
        return is_worded and not any(map(is_thing, items))

    def _surrounds(self, value: Any, depth: int = 1) -> bool:
        """True for objects around lists of intents, one within another, or a list of such."""
        if isinstance(value, list) or self.lists(value):
            return any(map(self.lists, value)) if isinstance(value, list) else True
        inner = value.values() if isinstance(value, dict) and depth < _DEEPEST else ()
        return any(self._surrounds(item, depth + 1) for item in inner if isinstance(item, dict))


def inner_values(value: Any) -> Iterable[Any]:
    """Return the items of a list, the values of an object; none of anything else."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()

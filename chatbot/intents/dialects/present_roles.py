"""Roles of the keys that objects have."""

from __future__ import annotations

from typing import Any

from chatbot.intents.dialects.common_names import MESSAGE_NAMES
from chatbot.intents.dialects.names import Role, normalized
from chatbot.intents.dialects.shapes.answered_questions import are_answers
from chatbot.intents.dialects.slips import any_role

_NONE: frozenset[Role] = frozenset()


class PresentRoles:
    """Roles in objects, looked for once in each: one may have a hundred thousand keys.

    The objects have to live as long.
    """

    def __init__(self) -> None:
        self._by_object: dict[int, frozenset[Role]] = {}
        self._sets: dict[frozenset[Role], frozenset[Role]] = {}

    def of(self, item: Any) -> frozenset[Role]:
        """Return the roles of an object; of anything else, none."""
        if not isinstance(item, dict):
            return _NONE
        roles = self._by_object.get(id(item))
        if roles is None:
            roles = self._roles(item)
            roles = self._by_object[id(item)] = self._sets.setdefault(roles, roles)
        return roles

    def has_content(self, item: Any) -> bool:
        """True for an object with patterns or responses and another part of an intent."""
        roles = self.of(item)
        return len(roles) > 1 and not roles.isdisjoint(("patterns", "responses"))

    def is_whole(self, item: Any) -> bool:
        """True for an object with patterns and responses."""
        return self.of(item) >= {"patterns", "responses"}

    def looks_whole(self, item: Any) -> bool:
        """True for an object with both, or with one of them by our own name."""
        named = isinstance(item, dict) and not {"patterns", "responses"}.isdisjoint(item)
        return self.is_whole(item) or (named and self.has_content(item))

    def _roles(self, item: dict[str, Any]) -> frozenset[Role]:
        roles = {key: role for key in item if (role := any_role(key))}
        own = {key for key, role in roles.items() if not self._is_other(role, key, item[key])}
        present = frozenset(roles[key] for key in own)
        if "responses" in present:
            return present
        messages = {key for key in own if normalized(key) in MESSAGE_NAMES}
        return frozenset(roles[key] for key in own - messages)

    def _is_other(self, role: Role, key: str, value: Any) -> bool:
        """True for several tags, and for questions with their answers in place of texts.

        A number by a name in the plural that is not ours counts them: "replies" of a message.
        """
        if role == "tag":
            return isinstance(value, (list, dict))
        if role != key and key.endswith("s") and isinstance(value, (int, float)):
            return True
        if role in ("patterns", "responses") and are_answers(value):
            return True
        first = next(iter(value), None) if isinstance(value, list) else None
        return role == "patterns" and self.is_whole(first)

"""Keys of an intent: their roles, and those that are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from chatbot.intents.actions.action import is_action
from chatbot.intents.dialects.common_names import CONTENT_NAMES, LAST_NAMES
from chatbot.intents.dialects.foreign.words import in_sentence, is_said
from chatbot.intents.dialects.names import (
    QUESTION_NAMES,
    VARIATION_NAMES,
    Role,
    is_context,
    is_negative,
    is_of_language,
    normalized,
    rank,
    role_of,
)
from chatbot.intents.dialects.note import Note
from chatbot.intents.dialects.recognition import holds_intents
from chatbot.intents.dialects.slips import near_role
from chatbot.intents.dialects.texts import TEXT_ROLES, has_text, is_text
from chatbot.located_json.scanner import Path
from chatbot.text.comparison import comparison_key

_JOINED = QUESTION_NAMES | VARIATION_NAMES
_MOST_UNKNOWN = 1_000
"""Keys of an intent without a role that are noted: nobody reads more of them."""


@dataclass(frozen=True, slots=True)
class IntentKeys:
    """Keys of an intent by role, keys of patterns beside those of a question, and the notes."""

    by_role: Mapping[Role, str]
    variations: tuple[str, ...]
    notes: tuple[Note, ...]

    @classmethod
    def of(cls, item: dict[str, Any], path: Path) -> IntentKeys:
        """Give each role its key, and note what is left out or read by guess."""
        keys = keys_by_role(item)
        slips = [
            Note("misspelt_key", (*path, key), key, role)
            for role, key in keys.items()
            if role_of(key) != role and near_role(key) == role
        ]
        variations = _variations(item, keys)
        others = {key: value for key, value in item.items() if key not in variations}
        unknown = islice(_unknown_keys(others, keys, path), _MOST_UNKNOWN)
        notes = (*slips, *_unread_keys(others, keys, path), *unknown)
        return cls(keys, variations, notes)


def keys_by_role(item: Mapping[str, Any]) -> dict[Role, str]:
    """Return the key of each role: with the name first in the table, or else with a slip."""
    keys: dict[Role, str] = {}
    for key, value in item.items():
        role = role_of(key)
        if role and _fits(role, key, value) and _precedes(item, key, keys.get(role)):
            keys[role] = key
    for key in item:
        if role := near_role(key):
            keys.setdefault(role, key)
    if content := _content(item, keys):
        keys["responses"] = content
    # Other programs have other things of these names: a name alone has no role.
    if is_action(item.get("action")):
        keys["action"] = "action"
    if not isinstance(item.get("form"), dict):
        keys.pop("form", None)
    return keys


def _content(item: Mapping[str, Any], keys: Mapping[Role, str]) -> str:
    """Key of the only content of an intent with patterns and without responses, "" for none."""
    if "patterns" not in keys or "responses" in keys:
        return ""
    contents = [
        key for key, value in item.items() if normalized(key) in CONTENT_NAMES and has_text(value)
    ]
    return contents[0] if len(contents) == 1 else ""


def _unread_keys(item: Mapping[str, Any], keys: Mapping[Role, str], path: Path) -> Iterator[Note]:
    """Notes of texts by a further name of a role."""
    for key, value in item.items():
        role = role_of(key)
        is_further = role in TEXT_ROLES and keys.get(role, key) != key
        if not (role and is_further and _fits(role, key, value) and has_text(value)):
            continue
        if "responses" in keys or normalized(key) not in LAST_NAMES:
            yield Note("unread_key", (*path, key), key, keys[role])
        else:
            yield Note("unread_texts", (*path, key), key, "responses")


def _unknown_keys(item: Mapping[str, Any], keys: Mapping[Role, str], path: Path) -> Iterator[Note]:
    """Notes of texts and intents by names without a role."""
    lacking = [role for role in ("patterns", "responses") if role not in keys]
    for key, value in item.items():
        if role_of(key) or key in keys.values():
            continue
        inner = (*path, key)
        if is_negative(key) and has_text(value):
            yield Note("negative_group", inner, key)
        elif holds_intents(value):
            yield Note("nested_intents", inner, key)
        elif is_context(key) and has_text(value):
            yield Note("unread_context", inner, key)
        elif lacking and _holds_sentence(value):
            yield Note("unread_texts", inner, key, lacking[0])


def _holds_sentence(value: Any) -> bool:
    """True for a list with a text, and for a text alone of several words: others are settings."""
    if isinstance(value, list):
        return any(map(is_text, value))
    return isinstance(value, str) and is_said(value) and in_sentence(value)


def _variations(item: Mapping[str, Any], keys: Mapping[Role, str]) -> tuple[str, ...]:
    """Keys of patterns beside a question, of a question beside them, of another language."""
    answers = _texts(item.get(keys.get("responses", "")))
    joined = [
        key
        for key, value in item.items()
        if normalized(key) in _JOINED
        and isinstance(value, (str, list))
        # Alternatives of a quiz have the right one among them.
        and answers.isdisjoint(_texts(value))
    ]
    first = keys.get("patterns")
    variations = joined if first in joined else []
    texts = (key for key, value in item.items() if isinstance(value, (str, list)))
    translations = (key for key in texts if is_of_language(key) and role_of(key) == "patterns")
    return tuple(key for key in dict.fromkeys((*variations, *translations)) if key != first)


def _texts(value: Any) -> frozenset[str]:
    """Texts of a value to compare, none of anything else than texts."""
    items = value if isinstance(value, list) else [value]
    return frozenset(comparison_key(item) for item in items if isinstance(item, str))


def _precedes(item: Mapping[str, Any], key: str, other: str | None) -> bool:
    """True for the first name of a role, or a better one; an empty list hides no other."""
    if other is None or _is_full(item[key]) != _is_full(item[other]):
        return other is None or _is_full(item[key])
    return rank(key) < rank(other)


def _is_full(value: Any) -> bool:
    """True for a number, and for what has a text: a list of blank texts hides no other."""
    return (
        isinstance(value, (int, float))
        or (isinstance(value, dict) and bool(value))
        or has_text(value)
    )


def _fits(role: Role, key: str, value: Any) -> bool:
    """True unless the value is of another kind than the role, under a name that is not ours."""
    if key == role:
        return True
    if role in ("tag", "description"):
        return isinstance(value, (str, int))
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return (
        value is None or isinstance(value, (str, list, dict)) or (is_number and role == "responses")
    )

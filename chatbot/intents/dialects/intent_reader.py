"""Reader of one intent, in any dialect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chatbot.intents.dialects.names import NAMES, Role, is_negative, near_role, normalized, role_of
from chatbot.intents.dialects.note import Note
from chatbot.intents.dialects.recognition import holds_intents
from chatbot.intents.dialects.texts import Spelled, TextReader, TextRole
from chatbot.intents.reserved_tags import CLOSE_ALL
from chatbot.located_json.scanner import Path
from chatbot.text.comparison import is_blank

_TEXT_ROLES: tuple[TextRole, ...] = ("patterns", "responses", "tests")
_LONGEST_MADE_TAG = 40


@dataclass(frozen=True, slots=True)
class ReadIntent:
    """Values of an intent for the schema; `paths` has the path in the file of each value.

    `path` is that of the whole intent, `keys` has the key of the file by role.
    """

    path: Path
    values: Any
    paths: Mapping[Path, Path] = field(default_factory=dict)
    keys: Mapping[Role, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True for an intent that has places for texts, and no text."""
        if not isinstance(self.values, dict) or {"patterns", "responses"}.isdisjoint(self.keys):
            return False
        patterns, responses = (self.values.get(role, []) for role in ("patterns", "responses"))
        return bool(patterns == [] == responses)

    def path_of(self, location: Path) -> Path:
        """Return the path in the file of a value, or of the innermost that the file has."""
        while location and location not in self.paths:
            location = location[:-1]
        return self.paths.get(location, self.path)


class IntentReader:
    """Reader of the intent at a path; `name` is its tag where the file has intents by name.

    `spelled` returns a number as the file has it.
    """

    def __init__(self, path: Path, spelled: Spelled, name: str | None = None) -> None:
        self._path = path
        self._spelled = spelled
        self._name = name
        self._values: dict[str, Any] = {}
        self._paths: dict[Path, Path] = {}
        self._notes: list[Note] = []

    def read(self, item: Any) -> ReadIntent:
        """Return the values of an object; any other value as is, for the schema to refuse."""
        if not isinstance(item, dict):
            return ReadIntent(self._path, item)
        keys = self._keys(item)
        for role in _TEXT_ROLES:
            if role in keys:
                self._read_texts(role, item[keys[role]], (*self._path, keys[role]))
        self._read_contexts(item, keys)
        if "description" in keys:
            self._set("description", item[keys["description"]], keys["description"])
        self._read_tag(item, keys)
        return ReadIntent(self._path, self._values, self._paths, keys, tuple(self._notes))

    def _keys(self, item: dict[str, Any]) -> dict[Role, str]:
        """Key of each role, with the name that comes first in the table."""
        keys: dict[Role, str] = {}
        for key, value in item.items():
            role = role_of(key)
            if role and _fits(role, key, value) and _precedes(key, keys.get(role), role):
                keys[role] = key
        for key in item:
            role = near_role(key)
            if role and role not in keys:
                keys[role] = key
                self._notes.append(Note("misspelt_key", (*self._path, key), key, role))
        self._notes += self._unread_keys(item, keys)
        self._notes += self._unknown_keys(item, keys)
        if self._name is not None:
            keys.pop("tag", None)
        return keys

    def _unread_keys(self, item: dict[str, Any], keys: Mapping[Role, str]) -> list[Note]:
        """Notes of texts by a further name of a role."""
        return [
            Note("unread_key", (*self._path, key), key, keys[role])
            for key, value in item.items()
            if (role := role_of(key)) in _TEXT_ROLES
            and role in keys
            and keys[role] != key
            and _fits(role, key, value)
            and _has_text(value)
        ]

    def _unknown_keys(self, item: dict[str, Any], keys: Mapping[Role, str]) -> Iterator[Note]:
        """Notes of texts and intents by names without a role."""
        lacking = [role for role in ("patterns", "responses") if role not in keys]
        for key, value in item.items():
            if role_of(key) or key in keys.values():
                continue
            path = (*self._path, key)
            if is_negative(key) and _has_text(value):
                yield Note("negative_group", path, key)
            elif holds_intents(value):
                yield Note("nested_intents", path, key)
            elif lacking and isinstance(value, list) and any(map(_is_text, value)):
                yield Note("unread_texts", path, key, lacking[0])

    def _read_texts(self, role: TextRole, value: Any, path: Path) -> None:
        reader = TextReader(role, self._spelled)
        self._paths[role,] = path
        if isinstance(value, (bool, int)) and value is not None:
            self._values[role] = value
            return
        texts = reader.read(value, path)
        self._notes += reader.notes
        if len(texts) == 1 and isinstance(texts[0].value, dict) and texts[0].path == path:
            self._values[role] = value  # an object that holds no texts
            return
        self._values[role] = [text.value for text in texts]
        for index, text in enumerate(texts):
            self._paths[role, index] = text.path

    def _read_contexts(self, item: dict[str, Any], keys: Mapping[Role, str]) -> None:
        for role in ("context_set", "context_filter"):
            if role in keys:
                self._set(role, item[keys[role]], keys[role])
        if "context" not in keys or "context_set" in keys:
            return
        key = keys["context"]
        value, path = item[key], (*self._path, key)
        if isinstance(value, dict):
            self._read_context_object(value, path)
        elif _has_text(value):
            self._notes.append(Note("old_context", path, key, "context_set"))
            # A blank one among others is no word to close them.
            self._set("context_set", [name for name in _listed(value) if _has_text(name)], key)

    def _read_context_object(self, value: dict[str, Any], path: Path) -> None:
        """Contexts of {"in": "", "out": "", "clear": false}."""
        for key, role in (("out", "context_set"), ("in", "context_filter")):
            if _has_text(value.get(key)) and role not in self._values:
                self._notes.append(Note("context_object", path, key, role))
                self._values[role] = value[key]
                self._paths[role,] = (*path, key)
        if value.get("clear") is True:
            self._values["context_set"] = [CLOSE_ALL, *_listed(self._values.get("context_set", []))]
            self._paths["context_set",] = (*path, "clear")

    def _read_tag(self, item: dict[str, Any], keys: Mapping[Role, str]) -> None:
        if self._name is not None:
            self._values["tag"] = self._name
        elif "tag" in keys:
            tag = item[keys["tag"]]
            if isinstance(tag, int) and not isinstance(tag, bool):
                self._notes.append(Note("number", (*self._path, keys["tag"])))
                tag = self._spelled((*self._path, keys["tag"]))
            self._set("tag", tag, keys["tag"])

    def _set(self, role: str, value: Any, key: str) -> None:
        self._values[role] = value
        self._paths[role,] = (*self._path, key)


def made_tag(question: str) -> str:
    """Return a tag made from the words of a question: "where_are_you"."""
    kept = "".join(char if char.isalnum() else " " for char in question.casefold())
    tag = "_".join(kept.split())
    return tag if len(tag) <= _LONGEST_MADE_TAG else tag[:_LONGEST_MADE_TAG].rpartition("_")[0]


def _precedes(key: str, other: str | None, role: Role) -> bool:
    names = NAMES[role]
    return other is None or names.index(normalized(key)) < names.index(normalized(other))


def _fits(role: Role, key: str, value: Any) -> bool:
    """True unless the value is of another kind than the role, under a name that is not ours."""
    if key == role:
        return True
    if role in ("tag", "description"):
        return isinstance(value, (str, int))
    return value is None or isinstance(value, (str, list, dict))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _has_text(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_has_text, value))
    return _is_text(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not is_blank(value)

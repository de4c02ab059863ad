"""Reader of one intent, in any dialect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chatbot.intents.dialects.intent_keys import IntentKeys
from chatbot.intents.dialects.names import Role
from chatbot.intents.dialects.note import Note
from chatbot.intents.dialects.texts import (
    TEXT_ROLES,
    LocatedText,
    Spelled,
    TextReader,
    TextRole,
    has_text,
)
from chatbot.intents.reserved_tags import CLOSE_ALL
from chatbot.intents.responses.fields import is_own_response
from chatbot.located_json.scanner import Path

_LONGEST_MADE_TAG = 40
_LONGEST_BEGINNING = 1_000
_LONGEST_NAME = 4
"""Words of the name of a context."""


@dataclass(frozen=True, slots=True)
class ReadIntent:
    """Values of an intent for the schema; `paths` has the path in the file of each value.

    `path` is that of the whole intent, `keys` has the key of the file by role. `variations` are
    keys of patterns beside those of a question. One that `stands_beside` the intents has the
    answers of a fallback there, and counts where no file has another.
    """

    path: Path
    values: Any
    paths: Mapping[Path, Path] = field(default_factory=dict)
    keys: Mapping[Role, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    variations: tuple[str, ...] = ()
    stands_beside: bool = False

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
        intent_keys = IntentKeys.of(item, self._path)
        self._notes += intent_keys.notes
        keys = dict(intent_keys.by_role)
        if self._name is not None:
            keys.pop("tag", None)
        for role in TEXT_ROLES:
            if role in keys:
                self._read_texts(role, item[keys[role]], (*self._path, keys[role]))
        for key in intent_keys.variations:
            self._read_variations(key, item[key])
        self._read_contexts(item, keys)
        if "description" in keys and item[keys["description"]] is not None:
            self._set("description", item[keys["description"]], keys["description"])
        parts: tuple[Role, ...] = ("form", "action")
        for part in parts:
            if part in keys:
                self._set(part, item[keys[part]], keys[part])
        self._read_tag(item, keys)
        notes, variations = tuple(self._notes), intent_keys.variations
        return ReadIntent(self._path, self._values, self._paths, keys, notes, variations)

    def read_apart(self, parts: Mapping[TextRole, LocatedText]) -> ReadIntent:
        """Return the intent of the texts by role, which stand apart from one another."""
        for role, part in parts.items():
            self._read_texts(role, part.value, part.path)
        self._read_tag({}, {})
        return ReadIntent(self._path, self._values, self._paths, {}, tuple(self._notes))

    def _read_texts(self, role: TextRole, value: Any, path: Path) -> None:
        reader = TextReader(role, self._spelled)
        self._paths[role,] = path
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if isinstance(value, int) and not (is_number and path and path[-1] != role):
            self._values[role] = value
            return
        texts = reader.read(value, path)
        self._notes += reader.notes
        if len(texts) == 1 and isinstance(texts[0].value, dict) and texts[0].path == path:
            is_own = role == "responses" and is_own_response(value)
            self._values[role] = [value] if is_own else value  # or else one that holds no texts
            if is_own:
                self._paths[role, 0] = path
                self._notes.append(Note("text_for_list", path))
            return
        self._values[role] = [text.value for text in texts]
        for index, text in enumerate(texts):
            self._paths[role, index] = text.path

    def _read_variations(self, key: str, value: Any) -> None:
        """Join further patterns to those of a question."""
        path = (*self._path, key)
        reader = TextReader("patterns", self._spelled)
        patterns = self._values["patterns"]
        for text in reader.read(value, path):
            self._paths["patterns", len(patterns)] = text.path
            patterns.append(text.value)
        self._notes += [Note("other_key", path, key, "patterns"), *reader.notes]

    def _read_contexts(self, item: dict[str, Any], keys: Mapping[Role, str]) -> None:
        roles: tuple[Role, ...] = ("context_set", "context_filter")
        for role in roles:
            if role in keys:
                self._set(role, self._without_blanks(role, item[keys[role]], keys), keys[role])
        if "context" not in keys or "context_set" in keys:
            return
        key = keys["context"]
        value, path = item[key], (*self._path, key)
        if isinstance(value, dict):
            self._read_context_object(value, path)
        elif any(map(_is_remark, _listed(value))):
            self._notes.append(Note("unread_context", path, key))
        elif has_text(value):
            self._notes.append(Note("old_context", path, key, "context_set"))
            # A blank one among others is no word to close them.
            self._set("context_set", [name for name in _listed(value) if has_text(name)], key)

    def _without_blanks(self, role: Role, value: Any, keys: Mapping[Role, str]) -> Any:
        """Contexts without null and the like, which stand for none."""
        path = (*self._path, keys[role])
        if value is None or value is False or value == {}:
            self._notes.append(Note("blank_context", path))
            return []
        if not isinstance(value, list) or None not in value:
            return value
        self._notes.append(Note("blank_context", (*path, value.index(None))))
        return [name for name in value if name is not None]

    def _read_context_object(self, value: dict[str, Any], path: Path) -> None:
        """Contexts of {"in": "", "out": "", "clear": false}; those to clear may have names."""
        for key, role in (("out", "context_set"), ("in", "context_filter")):
            given = value.get(key)
            if (
                has_text(given) or (given and isinstance(given, dict))
            ) and role not in self._values:
                self._notes.append(Note("context_object", path, key, role))
                self._values[role] = given
                self._paths[role,] = (*path, key)
        clear = value.get("clear")
        closers = [name for name in _listed(clear) if has_text(name) and isinstance(name, str)]
        if clear is True or closers:
            closed = CLOSE_ALL if clear is True else dict.fromkeys(closers, 0)
            self._values["context_set"] = [closed, *_listed(self._values.get("context_set", []))]
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
    kept = "".join(
        char if char.isalnum() else " " for char in question[:_LONGEST_BEGINNING].casefold()
    )
    tag = "_".join(kept.split())
    if len(tag) <= _LONGEST_MADE_TAG:
        return tag
    cut = tag[:_LONGEST_MADE_TAG]
    return cut.rpartition("_")[0] or cut  # languages without spaces have a single word


def _is_remark(context: Any) -> bool:
    """True for a sentence about a context, where others have a name."""
    return isinstance(context, str) and len(context.split()) > _LONGEST_NAME


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

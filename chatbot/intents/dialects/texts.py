"""Texts of an intent, from whatever value holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from chatbot.intents.dialects.locales import are_locales
from chatbot.intents.dialects.names import is_negative, normalized, role_of
from chatbot.intents.dialects.note import Note, NoteKind
from chatbot.intents.dialects.text_names import (
    ADDRESS_KEYS,
    CONDITIONS,
    COUNTS,
    LIST_KEYS,
    TEXT_KEYS,
    TITLE_KEYS,
)
from chatbot.intents.marks.fields import is_own_pattern
from chatbot.intents.responses.fields import is_own_response
from chatbot.located_json.scanner import Path
from chatbot.text.comparison import is_blank

TextRole = Literal["patterns", "responses", "tests"]
TEXT_ROLES: tuple[TextRole, ...] = get_args(TextRole)

Spelled = Callable[[Path], str]
"""Function that returns a value as the file has it, by the path."""

WILDCARDS = ("*", ".*", "%", "_")
"""Patterns that stand for anything; a list of them alone is left out."""


@dataclass(frozen=True, slots=True)
class LocatedText:
    """A text with its path; any other value stands for itself, for the schema to refuse."""

    value: Any
    path: Path


class TextReader:
    """Reader of the texts of one part of an intent; collects notes."""

    def __init__(self, role: TextRole, spelled: Spelled) -> None:
        self._role = role
        self._spelled = spelled
        self._blank: NoteKind = "blank_response" if role == "responses" else "blank_pattern"
        self.notes: list[Note] = []

    def read(self, value: Any, path: Path) -> list[LocatedText]:
        """Return the texts in a value: of a list, of lists in it, of a text alone."""
        if isinstance(value, str):
            if not is_blank(value):
                self._note("text_for_list", path)
            return list(self._text(value, path))
        if isinstance(value, dict):
            return list(self._members(value, path))
        if isinstance(value, list):
            return self._without_wildcards(list(self._items(value, path)))
        return list(self._text(value, path))

    def wildcards(self, items: list[Any], path: Path) -> list[LocatedText]:
        """Return the patterns in a list if all of them stand for anything, else none."""
        texts = list(self._items(items, path))
        return texts if _are_wildcards(texts) else []

    def _items(self, items: list[Any], path: Path) -> Iterator[LocatedText]:
        for index, item in enumerate(items):
            inner = (*path, index)
            if isinstance(item, list):
                self._note("nested_list", inner)
                yield from self._items(item, inner)
            else:
                yield from self._item(item, inner)

    def _item(self, item: Any, path: Path) -> Iterator[LocatedText]:
        read = self._text_object if isinstance(item, dict) else self._text
        return read(item, path)

    def _text(self, value: Any, path: Path) -> Iterator[LocatedText]:
        if value is None or (isinstance(value, str) and is_blank(value)):
            self._note(self._blank, path)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            self._note("number", path)
            yield LocatedText(self._spelled(path), path)
        else:
            yield LocatedText(value, path)

    def _text_object(self, item: dict[str, Any], path: Path) -> Iterator[LocatedText]:
        """Text of an object; of a response, also a text deeper inside, a title or an address."""
        is_own = {"responses": is_own_response, "patterns": is_own_pattern}.get(self._role)
        if is_own and is_own(item):
            yield LocatedText(item, path)
            return
        self._note_conditions(item, path)
        key = next(filter(lambda key: self._is_text(key, item[key]), item), None)
        if key is None and self._role == "responses":
            yield from self._rich_response(item, path)
        elif key is None:
            yield LocatedText(item, path)
        else:
            self._note("object_for_text", path, key)
            for other, text in item.items():
                if other != key and _is_text_key(other, text) and not is_blank(text):
                    self.notes.append(Note("unread_key", (*path, other), other, key))
            yield from self._text(item[key], (*path, key))

    def _note_conditions(self, item: dict[str, Any], path: Path) -> None:
        """Note conditions of a response, which is given without them."""
        for key, value in item.items() if self._role == "responses" else ():
            if normalized(key) in CONDITIONS and value not in (None, "", [], {}):
                self._note("unread_condition", (*path, key), key)

    def _is_text(self, key: str, value: Any) -> bool:
        """True for the name and the text of a part; the rule of a response is its condition."""
        is_condition = self._role == "responses" and normalized(key) == "rule"
        return _is_text_key(key, value) and not is_condition

    def _rich_response(self, item: dict[str, Any], path: Path) -> Iterator[LocatedText]:
        """Texts of a response of another program: {"text": {"text": ["Hi"]}}, {"image": "a.png"}.

        An object without any is left out.
        """
        inner = next((key for key, value in item.items() if _is_list_key(key, value)), None)
        if inner is not None:
            self._note("object_for_text", path, inner)
            read = self._items if isinstance(item[inner], list) else self._text_object
            yield from read(item[inner], (*path, inner))
            return
        texts = {key: text for key, text in item.items() if is_text(text)}
        names = (*TITLE_KEYS, *ADDRESS_KEYS)
        key = next((key for name in names for key in texts if normalized(key) == name), None)
        if key is None:
            self._note("unread_object", path)
            return
        self._note("object_for_text", path, key)
        yield from self._text(item[key], (*path, key))

    def _members(self, members: dict[str, Any], path: Path) -> Iterator[LocatedText]:
        """Texts by language: patterns of all of them, responses of the first.

        Patterns by any other name are patterns all the same, but for those that are not meant, and
        what counts them: an object of nothing but numbers holds no texts.
        """
        if self._role == "responses":
            has_texts = are_locales(members)
            if not has_texts and _is_rich(members):
                yield from self._text_object(members, path)
                return
        else:
            has_texts = not all(isinstance(value, (int, float)) for value in members.values())
            members = self._without_counts(members, path) if has_texts else members
        if not members or not has_texts:
            yield LocatedText(members, path)
            return
        members = self._without_negative(members, path)
        kind: NoteKind = "locale" if self._role == "responses" else "groups"
        if members:
            self._note(kind, path, ", ".join(members), next(iter(members)))
        for key, value in members.items():
            read = self._items if isinstance(value, list) else self._item
            yield from read(value, (*path, key))
            if self._role == "responses":
                return

    def _without_counts(self, members: dict[str, Any], path: Path) -> dict[str, Any]:
        texts = {key: value for key, value in members.items() if not is_count(key, value)}
        first = next(iter(texts))
        counts = (key for key in members if key not in texts)
        self.notes += [Note("unread_key", (*path, key), key, first) for key in counts]
        return texts

    def _without_negative(self, members: dict[str, Any], path: Path) -> dict[str, Any]:
        negative = [key for key in members if self._role == "patterns" and is_negative(key)]
        self.notes += [Note("negative_group", (*path, key), key) for key in negative]
        return {key: value for key, value in members.items() if key not in negative}

    def _without_wildcards(self, texts: list[LocatedText]) -> list[LocatedText]:
        if self._role == "patterns" and texts and _are_wildcards(texts):
            self._note("wildcard", texts[0].path)
            return []
        return texts

    def _note(self, kind: NoteKind, path: Path, key: str = "", meaning: str = "") -> None:
        self.notes.append(Note(kind, path, key, meaning))


def _are_wildcards(texts: Iterable[LocatedText]) -> bool:
    return all(text.value in WILDCARDS for text in texts)


def wildcard_paths(items: list[Any], path: Path) -> list[Path]:
    """Return the paths of patterns in a list that stand for anything, if all of them do."""
    return [text.path for text in TextReader("patterns", str).wildcards(items, path)]


def _is_text_key(key: str, value: Any) -> bool:
    named = _is_named(key, TEXT_KEYS) or role_of(key) in ("patterns", "responses")
    return named and isinstance(value, str)


def _is_list_key(key: str, value: Any) -> bool:
    """True for the name of a list or an object, not empty, that holds the texts of a response."""
    named = _is_named(key, LIST_KEYS) or role_of(key) == "responses"
    return named and isinstance(value, (list, dict)) and bool(value)


def _is_named(key: str, names: tuple[str, ...]) -> bool:
    return normalized(key) in names


def _is_rich(members: dict[str, Any]) -> bool:
    """True for an object with a text or an address of a response."""
    return any(
        _is_named(key, (*TEXT_KEYS, *ADDRESS_KEYS)) or _is_list_key(key, value)
        for key, value in members.items()
    )


def key_of_pattern(item: Any) -> str | None:
    """Return the key of the text of a pattern in an object of another program, None of any else."""
    if not isinstance(item, dict) or is_own_pattern(item):
        return None
    return next((key for key, value in item.items() if _is_text_key(key, value)), None)


def is_count(key: str, value: Any) -> bool:
    """True for a number about the patterns beside it, or a switch, and no pattern."""
    return isinstance(value, bool) or (
        isinstance(value, (int, float)) and normalized(key) in COUNTS
    )


def has_text(value: Any) -> bool:
    """True for a text that is not blank, or a list with one, also within an object."""
    if isinstance(value, dict):
        return any(is_text(text) for key, text in value.items() if _is_text_key(key, text))
    return any(map(has_text, value)) if isinstance(value, list) else is_text(value)


def is_text(value: Any) -> bool:
    """True for a text that is not blank."""
    return isinstance(value, str) and not is_blank(value)

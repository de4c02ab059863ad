"""Texts of an intent, from whatever value holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from chatbot.intents.dialects.names import are_locales, is_negative, role_of
from chatbot.intents.dialects.note import Note, NoteKind
from chatbot.located_json.scanner import Path
from chatbot.text.comparison import is_blank

TextRole = Literal["patterns", "responses", "tests"]

Spelled = Callable[[Path], str]
"""Function that returns a value as the file has it, by the path."""

_TEXT_KEYS = ("text", "value", "content")
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
        return texts if all(text.value in WILDCARDS for text in texts) else []

    def _items(self, items: list[Any], path: Path) -> Iterator[LocatedText]:
        for index, item in enumerate(items):
            inner = (*path, index)
            if isinstance(item, list):
                self._note("nested_list", inner)
                yield from self._items(item, inner)
            elif isinstance(item, dict):
                yield from self._text_object(item, inner)
            else:
                yield from self._text(item, inner)

    def _text(self, value: Any, path: Path) -> Iterator[LocatedText]:
        if value is None or (isinstance(value, str) and is_blank(value)):
            self._note(self._blank, path)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            self._note("number", path)
            yield LocatedText(self._spelled(path), path)
        else:
            yield LocatedText(value, path)

    def _text_object(self, item: dict[str, Any], path: Path) -> Iterator[LocatedText]:
        key = next((key for key in item if _is_text_key(key, item[key])), None)
        if key is None:
            yield LocatedText(item, path)
        else:
            self._note("object_for_text", path, key)
            for other, text in item.items():
                if other != key and _is_text_key(other, text) and not is_blank(text):
                    self.notes.append(Note("unread_key", (*path, other), other, key))
            yield from self._text(item[key], (*path, key))

    def _members(self, members: dict[str, Any], path: Path) -> Iterator[LocatedText]:
        """Texts by language: patterns of all of them, responses of the first.

        Patterns by any other name are patterns all the same, but for those that are not meant. An
        object of numbers holds no texts.
        """
        if self._role == "responses":
            has_texts = are_locales(members)
        else:
            has_texts = not any(isinstance(member, (int, float)) for member in members.values())
        if not members or not has_texts:
            yield LocatedText(members, path)
            return
        members = self._without_negative(members, path)
        kind: NoteKind = "locale" if self._role == "responses" else "groups"
        if members:
            self._note(kind, path, ", ".join(members), next(iter(members)))
        for key, value in members.items():
            yield from self._items(value if isinstance(value, list) else [value], (*path, key))
            if self._role == "responses":
                return

    def _without_negative(self, members: dict[str, Any], path: Path) -> dict[str, Any]:
        negative = [key for key in members if self._role == "patterns" and is_negative(key)]
        self.notes += [Note("negative_group", (*path, key), key) for key in negative]
        return {key: value for key, value in members.items() if key not in negative}

    def _without_wildcards(self, texts: list[LocatedText]) -> list[LocatedText]:
        if self._role == "patterns" and texts and all(text.value in WILDCARDS for text in texts):
            self._note("wildcard", texts[0].path)
            return []
        return texts

    def _note(self, kind: NoteKind, path: Path, key: str = "", meaning: str = "") -> None:
        self.notes.append(Note(kind, path, key, meaning))


def wildcard_paths(items: list[Any], path: Path) -> list[Path]:
    """Return the paths of patterns in a list that stand for anything, if all of them do."""
    return [text.path for text in TextReader("patterns", str).wildcards(items, path)]


def _is_text_key(key: str, value: Any) -> bool:
    named = key.casefold() in _TEXT_KEYS or role_of(key) in ("patterns", "responses")
    return named and isinstance(value, str)

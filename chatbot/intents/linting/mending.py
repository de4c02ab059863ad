"""Mechanical remedies in a file: edits, and the intents afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chatbot.intents.checks import CheckedFile, CheckedIntent
from chatbot.intents.dialects.intent_reader import ReadIntent
from chatbot.intents.dialects.names import role_of
from chatbot.intents.dialects.texts import WILDCARDS
from chatbot.intents.linting.mojibake import mended
from chatbot.intents.schema import IntentEntry
from chatbot.located_json.keys import key_span, quoted_as
from chatbot.located_json.quotes import CLOSING_QUOTES
from chatbot.located_json.replacements import Replacement, apply_replacements, item_removals
from chatbot.located_json.scanner import Path
from chatbot.located_json.source import JsonSource
from chatbot.text.comparison import comparison_key, is_blank

_UNIQUE = ("patterns", "responses")
_ROLES = (*_UNIQUE, "tests")
_ENCODED = {in_ascii: json.JSONEncoder(ensure_ascii=in_ascii).encode for in_ascii in (True, False)}
_ESCAPES = re.compile(r'["\\]')


@dataclass(frozen=True, slots=True)
class FileMending:
    """Edits of a file by the paths of the texts, and the entries afterwards.

    `keys` are the edits of keys with a slip, `blanks` is the number of blank texts among the
    edits. `tests` are tests that equal a pattern of the intent after the remedies, and so go.
    """

    source: JsonSource
    entries: tuple[IntentEntry, ...]
    removals: frozenset[Path]
    replacements: Mapping[Path, Replacement]
    keys: tuple[Replacement, ...]
    blanks: int
    tests: tuple[str, ...]

    @property
    def places(self) -> int:
        """Number of edits."""
        return len(self.removals) + len(self.replacements) + len(self.keys)

    @property
    def text(self) -> str:
        """The text of the file afterwards."""
        offsets = self.source.parsed.offsets
        removals = item_removals(self.source, sorted(self.removals, key=offsets.__getitem__))
        edits = [*self.replacements.values(), *self.keys, *removals]
        return apply_replacements(self.source.text, edits)

    def mends(self, path: Path) -> bool:
        """Return True if the text at a path, or the item of a list around it, is edited."""
        path = written_path(self.source, path)
        return path in self.replacements or not self.removals.isdisjoint((path, path[:-1]))


def file_mending(file: CheckedFile) -> FileMending:
    """Return the remedies in a file."""
    mender = _Mender(file.source)
    entries = tuple(mender.entry(intent) for intent in file.intents)
    return FileMending(
        file.source,
        entries,
        frozenset(mender.removals),
        mender.replacements,
        tuple(mender.keys),
        mender.blanks,
        tuple(mender.tests),
    )


def written_path(source: JsonSource, path: Path) -> Path:
    """Return the path of a text, without the index 0 that a text alone has for the reader."""
    return path if path in source.parsed.offsets else path[:-1]


class _Mender:
    """Collector of the edits in a file, intent by intent."""

    def __init__(self, source: JsonSource) -> None:
        self._source = source
        self.removals: set[Path] = set()
        self.replacements: dict[Path, Replacement] = {}
        self.keys: list[Replacement] = []
        self.tests: list[str] = []
        self.blanks = 0
        self._repeating = _repeating_objects(source)

    def entry(self, intent: CheckedIntent) -> IntentEntry:
        """Take the edits of an intent; return its entry afterwards."""
        origin = intent.origin
        if self._is_repeated(origin):
            return intent.entry
        self._read_keys(origin)
        for role in _ROLES:
            if (path := origin.paths.get((role,))) is not None:
                self._read_blanks(role, path)
        placed = [role for role in _UNIQUE if _has_places(origin, role)]
        items = {role: self._items(intent, role) for role in placed}
        if "tests" in origin.values:
            patterns = (item for item in items.get("patterns", []) if isinstance(item, str))
            items["tests"] = self._tests(origin, patterns)
        return intent.entry.model_copy(update=items)

    def _is_repeated(self, origin: ReadIntent) -> bool:
        """True for an intent in an object, or around one, with a key twice: two texts for one."""
        paths = (origin.path, *origin.paths.values())
        return any(
            path[: len(outer)] == outer or outer[: len(path)] == path
            for outer in self._repeating
            for path in paths
        )

    def _read_keys(self, origin: ReadIntent) -> None:
        """Take keys with a slip, by the names that they are read as."""
        for role, key in origin.keys.items():
            if role_of(key) is None:
                start, end = key_span(self._source, (*origin.path, key))
                literal = self._source.text[start:end]
                name = quoted_as(literal, role) if literal[0] in CLOSING_QUOTES else role
                self.keys.append(Replacement(start, end, name))

    def _read_blanks(self, role: str, path: Path) -> None:
        """Take blank texts: items of lists go, a text alone gives way to an empty list."""
        value = self._source.value_at(path)
        if isinstance(value, dict):
            members = list(value.items())[: 1 if role == "responses" else None]
        else:
            members = [("", value)]
        for key, member in members:
            inner = (*path, key) if isinstance(value, dict) else path
            if isinstance(member, list):
                self._read_blank_items(member, inner)
            elif _is_blank(member):
                self._replace(inner, "[]")
                self.blanks += 1

    def _read_blank_items(self, items: list[Any], path: Path) -> None:
        for index, item in enumerate(items):
            inner = (*path, index)
            if isinstance(item, list):
                self._read_blank_items(item, inner)
            elif _is_blank(item) or (isinstance(item, dict) and all(map(_is_blank, item.values()))):
                self.removals.add(inner)
                self.blanks += 1

    def _items(self, intent: CheckedIntent, role: str) -> list[Any]:
        """Take texts with a remedy, and repeated texts; return all items afterwards.

        Objects among them, such as responses with quick replies, stay.
        """
        items: list[Any] = []
        keys: set[str] = set()
        places = self._places(intent.origin, role)
        for item, (place, text) in zip(getattr(intent.entry, role), places, strict=True):
            if not isinstance(text, str):
                items.append(item)
                continue
            better = self._better(role, place, text)
            key = comparison_key(better) if role == "patterns" else better
            if key in keys and self._removes(intent.origin, role, place):
                continue
            keys.add(key)
            items.append(better)
            self._mend(place, text, better)
        return items

    def _tests(self, origin: ReadIntent, patterns: Iterable[str]) -> list[str]:
        """Take tests with a remedy, and those that are patterns afterwards; return the others."""
        keys = set(map(comparison_key, patterns))
        tests: list[str] = []
        for place, text in self._places(origin, "tests"):
            better = self._better("tests", place, text)
            if comparison_key(better) in keys and self._removes(origin, "tests", place):
                self.tests.append(better)
                continue
            tests.append(better)
            self._mend(place, text, better)
        return tests

    def _places(self, origin: ReadIntent, role: str) -> Iterator[tuple[Path, str]]:
        for index, text in enumerate(origin.values[role]):
            yield written_path(self._source, origin.paths[role, index]), text

    def _better(self, role: str, place: Path, text: str) -> str:
        """Return the text without damage and space around; as it is, if nothing would be left."""
        better = mended(text).strip(" ")
        if better == text or not isinstance(self._source.value_at(place), str):
            return text
        is_nothing = is_blank(better) or (role == "patterns" and better in WILDCARDS)
        return text if is_nothing else better

    def _mend(self, place: Path, text: str, better: str) -> None:
        if better == text:
            return
        literal = self._source.text[slice(*self._span(place))]
        inner = f'"{literal[1:-1].strip(" ")}"'
        if text.strip(" ") == better and literal[0] == literal[-1] == '"' and _reads(inner, better):
            self._replace(place, inner)
        else:
            in_ascii = literal.isascii() and "\\u" in literal
            self._replace(place, _ENCODED[in_ascii](better))

    def _removes(self, origin: ReadIntent, role: str, place: Path) -> bool:
        """Take the removal of a text; return False if more than the text would be lost."""
        if isinstance(place[-1], int):
            self.removals.add(place)
            return True
        if origin.paths.get((role,)) in (place, place[:-1]):
            self._replace(place, "[]")
            return True
        others = {**self._source.value_at(place[:-1]), place[-1]: None, "intent": None}
        if any(others.values()):
            return False
        self.removals.add(place[:-1])
        return True

    def _replace(self, path: Path, text: str) -> None:
        self.replacements[path] = Replacement(*self._span(path), text)

    def _span(self, path: Path) -> tuple[int, int]:
        return self._source.parsed.offsets[path], self._source.parsed.ends[path]


def _reads(literal: str, text: str) -> bool:
    """True for a literal of JSON with the text, which is plain to see in most."""
    if literal[1:-1] == text and text.isprintable() and not _ESCAPES.search(text):
        return True
    try:
        return bool(json.loads(literal) == text)
    except ValueError:
        return False


def _repeating_objects(source: JsonSource) -> tuple[Path, ...]:
    """Paths of the objects with a key twice; the document, if there are too many to be named."""
    faults = [fault for fault in source.parsed.faults if fault.habit == "repeated_key"]
    return tuple(fault.path[:-1] if fault.count == 1 else () for fault in faults)


def _has_places(origin: ReadIntent, role: str) -> bool:
    """True for items that have places; a question by which an answer stands has none."""
    items = origin.values.get(role)
    return isinstance(items, list) and (not items or (role, 0) in origin.paths)


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and is_blank(value))

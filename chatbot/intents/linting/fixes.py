"""Mechanical remedies of findings: edits of the files, checked by reading the result."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.errors import ExplainedError
from chatbot.intents.checks import CheckedFile, CheckedIntent, check_file
from chatbot.intents.dialects.names import role_of
from chatbot.intents.files import intent_paths, read_file, write_file
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.linting.mojibake import mended
from chatbot.intents.schema import IntentEntry
from chatbot.located_json import scanner
from chatbot.located_json.replacements import Replacement, apply_replacements, item_removals
from chatbot.located_json.source import JsonSource
from chatbot.text.comparison import comparison_key, is_blank

_MARK = b"\xef\xbb\xbf"
_ROLES = ("patterns", "responses", "tests")
_KEY = re.compile(r'"([^"\\]*)"\s*:\s*\Z')
_LONGEST_KEY = 200


class MendingError(ExplainedError, ValueError):
    """Error: a file cannot be mended as planned. The message gives reason and remedy."""


@dataclass(frozen=True, slots=True)
class MendedFile:
    """File before and after the remedies; `places` is the number of places that differ."""

    path: Path
    name: str
    before: bytes
    after: bytes
    places: int


def plan_mending(path: Path) -> tuple[MendedFile, ...]:
    """Plan the remedies in the file or folder of intents; files without any are left out.

    Nothing else changes: the result is read, and compared with the intents as they should be.
    Raises IntentsError if the files have problems, MendingError if the comparison fails.
    """
    files = {file: read_file(file) for file in intent_paths(path)}
    IntentSet.from_files(list(files.values()))
    plans = [_mended_file(file, checked) for file, checked in files.items()]
    return tuple(plan for plan in plans if plan)


def write_mended(files: Iterable[MendedFile]) -> None:
    """Write all files; if one was changed meanwhile, raises MendingError and writes none."""
    files = tuple(files)
    for file in files:
        if file.path.read_bytes() != file.before:
            raise MendingError(f"{file.name} was changed meanwhile. Try again.")
    for file in files:
        write_file(file.path, file.after)


def _mended_file(path: Path, checked: CheckedFile) -> MendedFile | None:
    before = path.read_bytes()
    mark = _MARK if before.startswith(_MARK) else b""
    source = checked.source
    if before != mark + source.text.encode():
        raise MendingError(f"{source.file} was changed meanwhile. Try again.")
    mendings = [_IntentMending(source, intent) for intent in checked.intents]
    removals = [path for mending in mendings for path in mending.removals]
    replacements = [edit for mending in mendings for edit in mending.replacements]
    if not (removals or replacements):
        return None
    text = apply_replacements(source.text, [*replacements, *item_removals(source, removals)])
    after = mark + text.encode()
    again = check_file(JsonSource.from_bytes(source.file, after))
    if again.problems or again.entries != tuple(mending.entry for mending in mendings):
        raise MendingError(
            f"{source.file} would not hold what it should after the remedies, so nothing was"
            " written. Please report this, and mend the file by hand."
        )
    return MendedFile(path, source.file, before, after, len(removals) + len(replacements))


class _IntentMending:
    """Remedies of an intent: removals of items, other replacements, and the entry afterwards."""

    def __init__(self, source: JsonSource, intent: CheckedIntent) -> None:
        self._source = source
        self._origin = intent.origin
        self.removals: list[scanner.Path] = []
        self.replacements: list[Replacement] = list(self._keys())
        texts = {role: self._texts(role) for role in _ROLES if (role,) in self._origin.paths}
        self.entry: IntentEntry = intent.entry.model_copy(update=texts)

    def _texts(self, role: str) -> list[str]:
        """Texts of a part afterwards; collects the edits."""
        path = self._origin.paths[role,]
        self.removals += _blanks(self._source.value_at(path), path)
        texts: list[str] = []
        seen: set[str] = set()
        for index, text in enumerate(self._origin.values[role]):
            place = self._origin.paths[role, index]
            is_text = isinstance(self._source.value_at(place), str)
            better = mended(text).strip(" ") if is_text else text
            key = comparison_key(better) if role == "patterns" else better
            if key in seen and role != "tests" and isinstance(place[-1], int):
                self.removals.append(place)
                continue
            seen.add(key)
            texts.append(better)
            if better != text:
                self.replacements.append(self._literal(place, text, better))
        return texts

    def _literal(self, path: scanner.Path, text: str, better: str) -> Replacement:
        parsed = self._source.parsed
        start, end = parsed.offsets[path], parsed.ends[path]
        literal = self._source.text[start:end]
        if text.strip(" ") == better and literal[0] == literal[-1] == '"':
            return Replacement(start, end, f'"{literal[1:-1].strip(" ")}"')
        in_ascii = literal.isascii() and "\\u" in literal
        return Replacement(start, end, json.dumps(better, ensure_ascii=in_ascii))

    def _keys(self) -> Iterator[Replacement]:
        """Keys with a slip, by the names that they are read as."""
        members = self._source.value_at(self._origin.path)
        for role, key in self._origin.keys.items():
            value = self._source.parsed.offsets.get((*self._origin.path, key))
            if role_of(key) is None and role not in members and value is not None:
                start = max(value - _LONGEST_KEY, 0)
                match = _KEY.search(self._source.text[start:value])
                if match and match[1] == key:
                    offset = start + match.start(1)
                    yield Replacement(offset, offset + len(key), role)


def _blanks(value: Any, path: scanner.Path) -> Iterator[scanner.Path]:
    """Paths of blank texts in lists."""
    members = value.items() if isinstance(value, dict) else ()
    for step, item in enumerate(value) if isinstance(value, list) else members:
        inner = (*path, step)
        if isinstance(item, (list, dict)):
            yield from _blanks(item, inner)
        elif isinstance(step, int) and (item is None or (isinstance(item, str) and is_blank(item))):
            yield inner

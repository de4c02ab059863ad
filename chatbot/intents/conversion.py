"""Conversion of an intent file of any dialect to our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from chatbot.errors import ExplainedError
from chatbot.intents.checks import CheckedFile, CheckedIntent, check_file
from chatbot.intents.dialects.dialect import Dialect
from chatbot.intents.dialects.locales import is_locale
from chatbot.intents.dialects.slips import any_role
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import require_readable
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.joining import JoinedIntent, PlacedNote, join
from chatbot.intents.layout import layout
from chatbot.intents.places import Place
from chatbot.located_json.scanner import Path
from chatbot.located_json.source import JsonSource


class ConversionError(ExplainedError, ValueError):
    """Error: the converted file would hold other intents. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Key of no meaning to the bot that has no place in the new file; `place` is its first."""

    key: str
    place: Place
    count: int = 1


@dataclass(frozen=True, slots=True)
class Conversion:
    """Text of a file in our dialect, with its intents: those that the old file had.

    `notes` are those of the reader, and `left_out` the keys that the new file has no place for.
    """

    text: str
    intents: IntentSet
    dialect: Dialect
    notes: tuple[PlacedNote, ...]
    left_out: tuple[LeftOut, ...]


def convert(file: CheckedFile) -> Conversion:
    """Convert a checked file, as if it were the only one; raises IntentsError."""
    name, conversion = file.source.file, _converted(file)
    del file  # before the new text is read, which takes as much memory
    require_readable(name, conversion.text.encode())
    again = check_file(JsonSource.from_bytes(name, conversion.text.encode()))
    if IntentSet.from_files([again]) != conversion.intents:
        raise ConversionError(
            f"{name} would hold other intents in the new form, so nothing was written."
            " Please report this."
        )
    return conversion


def _converted(file: CheckedFile) -> Conversion:
    joined = join([file])
    if joined.problems or file.dialect is None:
        raise IntentsError(joined.problems)
    converter = _Converter(file, file.dialect)
    text = layout(converter.document(joined.intents))
    intents = IntentSet.from_joined(joined)
    return Conversion(text, intents, file.dialect, joined.notes, converter.left_out)


class _Converter:
    def __init__(self, file: CheckedFile, dialect: Dialect) -> None:
        self._source = file.source
        self._dialect = dialect
        self._left_out: dict[str, LeftOut] = {}
        self._read: set[Path] = set()

    def document(self, intents: tuple[JoinedIntent, ...]) -> dict[str, Any]:
        """The file anew: keys beside the intents stay if there is one object around them."""
        origins = [part.origin for intent in intents for _, part in intent.parts]
        self._read = {
            path[:length]
            for origin in origins
            for path in origin.paths.values()
            for length in range(1, len(path) + 1)
        }
        entries = [self._entry(intent) for intent in intents]
        others = dict(self._around())
        kept = others if [len(path) for path in self._dialect.paths] == [1] else {}
        for path in others.keys() - kept.keys():
            self._leave_out(path)
        return {**{str(path[-1]): value for path, value in kept.items()}, "intents": entries}

    def _around(self) -> Iterator[tuple[Path, Any]]:
        """Members beside the intents, and around them."""
        for path in self._dialect.paths:
            for depth, step in enumerate(path):
                if isinstance(step, str):
                    for key, value in self._source.value_at(path[:depth]).items():
                        if key != step and (*path[:depth], key) not in self._read:
                            yield (*path[:depth], key), value

    def _entry(self, intent: JoinedIntent) -> dict[str, Any]:
        entry = intent.entry.model_dump(exclude_defaults=True, by_alias=True)
        for name in ("context_set", "context_filter"):
            if isinstance(entry.get(name), list) and len(entry[name]) == 1:
                entry[name] = entry[name][0]
        for _, part in intent.parts:
            for path, value in self._unread(part):
                if self._fits(entry, str(path[-1]), value):
                    entry[str(path[-1])] = value
                else:
                    self._leave_out(path)
            for path in self._beside_texts(part):
                self._leave_out(path)
        return entry

    def _unread(self, part: CheckedIntent) -> Iterator[tuple[Path, Any]]:
        """Members of no meaning to the bot, of an intent or of Rasa's examples of the intent."""
        if self._dialect.shape == "tags":
            return
        paths, read = [part.origin.path], {*part.origin.keys.values(), *part.origin.variations}
        if self._dialect.shape == "rasa":
            texts = (path for role, path in part.origin.paths.items() if role[0] == "patterns")
            paths, read = [path[:-1] for path in texts], {"text", "intent"}
        for path in paths:
            members = self._source.value_at(path)
            for key, value in members.items() if isinstance(members, dict) else ():
                if key not in read:
                    yield (*path, key), value

    def _beside_texts(self, part: CheckedIntent) -> Iterator[Path]:
        """Members of objects that hold a text, such as {"text": "Hello", "buttons": [ … ]}."""
        if self._dialect.shape == "answered":
            return
        origin = part.origin
        texts = [path for role, path in origin.paths.items() if len(role) == 2]
        read = {path[:length] for path in texts for length in range(len(path) + 1)}
        innermost = dict.fromkeys(map(_member, texts))
        names = [path for path in innermost if not is_locale(str(path[-1]))]
        objects = dict.fromkeys(path[:-1] for path in names if path[:-1] != origin.path)
        inner = (path for path in objects if path[: len(origin.path)] == origin.path)
        for path in inner if self._dialect.shape != "rasa" else ():
            members = ((*path, key) for key in self._source.value_at(path))
            yield from (member for member in members if member not in read)

    def _fits(self, entry: dict[str, Any], key: str, value: Any) -> bool:
        """True unless a member would be read as a part of the intent, or is of an example alone."""
        role = any_role(key)
        alike = entry.get(key, value) == value
        return alike and (role is None or role in entry) and self._dialect.shape != "rasa"

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Keys without a place in the new file, sorted by their first places."""
        return tuple(sorted(self._left_out.values(), key=lambda key: key.place))

    def _leave_out(self, path: Path) -> None:
        key = str(path[-1])
        place = Place(self._source.file, *self._source.place(path))
        earlier = self._left_out.setdefault(key, LeftOut(key, place, 0))
        self._left_out[key] = replace(
            earlier, count=earlier.count + 1, place=min(earlier.place, place)
        )


def _member(path: Path) -> Path:
    """Path of the innermost member of an object that holds a text."""
    return path if isinstance(path[-1], str) else _member(path[:-1])

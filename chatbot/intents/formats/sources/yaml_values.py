"""YAML of other programs: texts, lists and mappings, and nothing that would be built from them.

Every scalar stays the text that was written: an intent called "yes" is no boolean.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import yaml

from chatbot.intents.formats.sources.files import Allowance, SourceFile
from chatbot.text.wording import shortened

DEEPEST = 64
_COLUMN_BITS = 24
_TOO_MANY = "There are too many values up to here"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = ("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")


def read_yaml(file: SourceFile, allowance: Allowance) -> Any:
    """Parse the first document of a file; raises ImportSourceError."""
    builder = _Builder(file, allowance)
    file.text()  # for the encoding: libyaml takes bytes, and less memory
    try:
        for event in yaml.parse(file.data, Loader=_LOADER):
            builder.add(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        reason = (error.problem or "fault").lower()
        message = f"This is not YAML ({reason}): check indentation, quotes and colons before it."
        raise file.error(message, *place) from error
    except yaml.YAMLError as error:
        message = "There is a character in this file that YAML does not allow: remove it."
        raise file.error(message) from error
    return builder.value


class _Builder:
    """Builder of the value of a document, event by event."""

    def __init__(self, file: SourceFile, allowance: Allowance) -> None:
        self.value: Any = None
        self._file = file
        self._allowance = allowance
        self._open: list[list[Any]] = []
        self._places: list[array[int]] = []  # of the values, in few bytes
        self._documents = 0

    def add(self, event: yaml.Event) -> None:
        """Take the next event; raises ImportSourceError for the forbidden ones."""
        if not self._allowance.take(1):
            raise self._error(event, f"{_TOO_MANY}: import it in parts.")
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
        elif isinstance(event, yaml.AliasEvent):
            message = "Aliases (*name) are not read: write the text out in their place."
            raise self._error(event, message)
        elif isinstance(event, yaml.NodeEvent):
            self._check_tag(event)
            self._begin(event)
        elif isinstance(event, yaml.SequenceEndEvent):
            self._places.pop()
            self._put(self._open.pop())
        elif isinstance(event, yaml.MappingEndEvent):
            self._put(self._mapping(self._open.pop(), self._places.pop()))

    def _begin(self, event: yaml.NodeEvent) -> None:
        mark = event.start_mark
        if self._places:
            self._places[-1].append(mark.line + 1 << _COLUMN_BITS | mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            empty = not event.style and event.value in ("", "~", "null")
            self._put(None if empty else event.value)
            return
        self._open.append([])
        self._places.append(array("q"))
        if len(self._open) > DEEPEST:
            message = f"Lists and mappings are nested more than {DEEPEST} deep: no bot is."
            raise self._error(event, message)

    def _check_tag(self, event: Any) -> None:
        if event.tag and event.tag not in _PLAIN_TAGS:
            tag = event.tag.encode("unicode_escape").decode()[:60]
            raise self._error(event, f"The tag {tag} is not read: write a text without it.")

    def _put(self, value: Any) -> None:
        if self._open:
            self._open[-1].append(value)
        elif self._documents == 1:
            self.value = value

    def _mapping(self, values: Sequence[Any], places: Sequence[int]) -> dict[str, Any]:
        """Mapping of keys and values in turn; raises ImportSourceError if a key loses a value."""
        if not self._allowance.take_keys(len(places) // 2):
            line = places[0] >> _COLUMN_BITS
            raise self._file.error(f"{_TOO_MANY}: import it in parts.", line, 1)
        mapping: dict[str, Any] = {}
        first: dict[str, int] = {}
        for index in range(0, len(values), 2):
            key = values[index] if isinstance(values[index], str) else ""
            value = values[index + 1]
            if key in first:
                if not _are_joinable(mapping[key], value):
                    raise self._repeated(key, first[key], places[index])
                value = _joined(mapping[key], value)
            first.setdefault(key, places[index])
            mapping[key] = value
        return mapping

    def _repeated(self, key: str, first: int, place: int) -> Exception:
        message = (
            f'Twice in this mapping: "{shortened(key)}", first in line {first >> _COLUMN_BITS}.'
            " Join the two, or remove one of them."
        )
        return self._file.error(message, place >> _COLUMN_BITS, place % (1 << _COLUMN_BITS))

    def _error(self, event: yaml.Event, message: str) -> Exception:
        mark = event.start_mark
        return self._file.error(message, mark.line + 1, mark.column + 1)


def _are_joinable(present: Any, value: Any) -> bool:
    """True if no value of a key that is there twice gets lost."""
    are_lists = isinstance(present, list) and isinstance(value, list)
    return are_lists or not present or not value or present == value


def _joined(present: Any, value: Any) -> Any:
    if isinstance(present, list) and isinstance(value, list):
        return [*present, *value]
    return value or present

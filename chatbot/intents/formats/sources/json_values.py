"""JSON of other programs: a value, or a sentence with the place of the fault."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Self

from chatbot.intents.formats.sources.errors import ImportSourceError
from chatbot.intents.formats.sources.files import Allowance, SourceFile
from chatbot.located_json.foreign import find_foreign
from chatbot.located_json.source import JsonSource

DEEPEST = 64
_MOST_DIGITS = 18
_START = 1_000
"""Brackets that show whether too many values are due to a nest that never ends."""

VALUES_OF_OBJECT = 5
"""Texts that take as much memory as a list or an object."""

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_LINE = re.compile(".+")
_BRACKETS = re.compile(r"[\[{\]}]")


class SpelledNumber(float):
    """Number of JSON; as a text, it is spelled as in the file: "9.90"."""

    __slots__ = ("_spelling",)
    _spelling: str

    def __new__(cls, spelling: str) -> Self:
        """Number with a spelling."""
        number = super().__new__(cls, spelling)
        number._spelling = spelling
        return number

    def __str__(self) -> str:
        return self._spelling


def read_json(file: SourceFile, allowance: Allowance) -> Any:
    """Parse a file; raises ImportSourceError."""
    return _JsonReader(file, allowance).read(file.text(), 1)


def read_json_lines(file: SourceFile, allowance: Allowance) -> list[Any]:
    """Parse every line of a file that is not empty; raises ImportSourceError."""
    reader = _JsonReader(file, allowance)
    return [reader.read(line, number) for number, line in _lines(file.text())]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that are not empty, with their numbers, one by one: together they take more memory."""
    number, last = 1, 0
    for match in _LINE.finditer(text):
        number += text.count("\n", last, match.start())
        last = match.start()
        if not match[0].isspace():
            yield number, match[0]


class _RepeatedKeyError(Exception):
    pass


class _JsonReader:
    """Reader of the texts of a file, which counts the objects of a text in the order of their ends.

    A decoder is made once: for a short line, that takes longer than the reading.
    """

    def __init__(self, file: SourceFile, allowance: Allowance) -> None:
        self._file = file
        self._allowance = allowance
        self._objects = 0
        self._decoder = json.JSONDecoder(
            parse_int=_whole,
            parse_float=SpelledNumber,
            parse_constant=SpelledNumber,
            object_pairs_hook=self._members,
        )

    def read(self, text: str, first_line: int) -> Any:
        """Parse a text that begins at a line; raises ImportSourceError."""
        _check_shape(self._file, text, self._allowance)
        self._objects = 0
        try:
            return self._decoder.decode(text)
        except _RepeatedKeyError as error:
            raise _repeated(self._file, text, first_line, self._objects) from error
        except json.JSONDecodeError as error:
            raise self._fault(error, text, first_line) from error

    def _members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """The object of keys and values; raises _RepeatedKeyError if a key has two values."""
        self._objects += 1
        members = dict(pairs)
        if len(members) < len(pairs) and any(members[key] != value for key, value in pairs):
            raise _RepeatedKeyError
        return members

    def _fault(self, error: json.JSONDecodeError, text: str, first_line: int) -> ImportSourceError:
        if foreign := find_foreign(text):
            line = first_line + text.count("\n", 0, foreign.offset)
            return self._file.error(foreign.message, line, 1)
        reason = error.msg.partition(":")[0].removesuffix(" starting at").lower()
        message = (
            f"This is not JSON ({reason}): check the commas, quotes and brackets before it. All"
            " such faults of a file are told by `flask intents check`."
        )
        return self._file.error(message, error.lineno + first_line - 1, error.colno)


def _repeated(file: SourceFile, text: str, first_line: int, number: int) -> ImportSourceError:
    """Error about a key that is there twice in the object that is the number-th to end."""
    start, end = _object_span(text, number)
    # The slower parser tells the place, in the object alone at the same place, to save memory.
    lines, column = text.count("\n", 0, start), start - text.rfind("\n", 0, start) - 1
    padded = "\n" * (first_line - 1 + lines) + " " * column + text[start:end]
    problem = JsonSource.from_bytes(file.name, padded.encode()).problems[0]
    return file.error(problem.message, problem.line, problem.column)


def _object_span(text: str, number: int) -> tuple[int, int]:
    starts: list[int] = []
    for offset in _brackets(text):
        if text[offset] == "{":
            starts.append(offset)
        elif text[offset] == "}":
            start, number = starts.pop(), number - 1
            if not number:
                return start, offset + 1
    return 0, len(text)


def _whole(digits: str) -> int | SpelledNumber:
    # Of many digits, Python refuses to make an integer, or takes long.
    return int(digits) if len(digits) <= _MOST_DIGITS else SpelledNumber(digits)


def _check_shape(file: SourceFile, text: str, allowance: Allowance) -> None:
    opened = text.count("[") + text.count("{")
    # A text without any, as a line of a number, takes as much.
    is_allowed = allowance.take(VALUES_OF_OBJECT * max(opened, 1) + text.count(","))
    is_allowed = allowance.take_keys(text.count(":")) and is_allowed
    depth, brackets = 0, _brackets(text) if opened > DEEPEST else iter(())
    for offset in islice(brackets, None if is_allowed else _START):
        depth += 1 if text[offset] in "[{" else -1
        if depth > DEEPEST:
            raise file.error(f"Lists and objects are nested more than {DEEPEST} deep: no bot is.")
    if not is_allowed:
        raise file.error("There are too many values up to this file: import it in parts.")


def _brackets(text: str) -> Iterator[int]:
    """Offsets of the brackets outside of strings."""
    start = 0
    while start < len(text):
        quote = text.find('"', start)
        end = quote if quote >= 0 else len(text)
        yield from (bracket.start() for bracket in _BRACKETS.finditer(text, start, end))
        match = _STRINGS.match(text, end)
        start = match.end() if match else len(text)

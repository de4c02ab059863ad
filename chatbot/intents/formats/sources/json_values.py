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
_LINE = re.compile("^.*$", re.MULTILINE)
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
    return _parsed(file, file.text(), 1, allowance)


def read_json_lines(file: SourceFile, allowance: Allowance) -> list[Any]:
    """Parse every line of a file that is not empty; raises ImportSourceError."""
    lines = enumerate(_LINE.finditer(file.text()), start=1)  # all at once take more memory
    return [_parsed(file, line[0], number, allowance) for number, line in lines if line[0].strip()]


def _parsed(file: SourceFile, text: str, first_line: int, allowance: Allowance) -> Any:
    _check_shape(file, text, allowance)
    objects = _Objects()
    try:
        return json.loads(
            text, parse_int=_whole, parse_float=SpelledNumber, object_pairs_hook=objects.read
        )
    except _RepeatedKeyError as error:
        raise _repeated(file, text, first_line, objects.count) from error
    except json.JSONDecodeError as error:
        if foreign := find_foreign(text):
            line = first_line + text.count("\n", 0, foreign.offset)
            raise file.error(foreign.message, line, 1) from error
        reason = error.msg.partition(":")[0].removesuffix(" starting at").lower()
        message = f"This is not JSON ({reason}): check the commas, quotes and brackets before it."
        raise file.error(message, error.lineno + first_line - 1, error.colno) from error


class _RepeatedKeyError(Exception):
    pass


class _Objects:
    """Objects of a text in the order of their ends, counted."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """The object of keys and values; raises _RepeatedKeyError if a key has two values."""
        self.count += 1
        members = dict(pairs)
        if len(members) < len(pairs) and any(members[key] != value for key, value in pairs):
            raise _RepeatedKeyError
        return members


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
    is_allowed = allowance.take(VALUES_OF_OBJECT * opened + text.count(","))
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

"""JSON of other programs: a value, or a sentence with the place of the fault."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from chatbot.intents.formats.sources.files import Allowance, SourceFile

DEEPEST = 64

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKETS = re.compile(r"[\[{\]}]")


def read_json(file: SourceFile, allowance: Allowance) -> Any:
    """Parse a file; raises ImportSourceError."""
    return _parsed(file, file.text(), 1, allowance)


def read_json_lines(file: SourceFile, allowance: Allowance) -> list[Any]:
    """Parse every line of a file that is not empty; raises ImportSourceError."""
    lines = enumerate(file.text().split("\n"), start=1)
    return [_parsed(file, line, number, allowance) for number, line in lines if line.strip()]


def _parsed(file: SourceFile, text: str, first_line: int, allowance: Allowance) -> Any:
    _check_shape(file, text, allowance)
    try:
        return json.loads(text, parse_int=_whole)
    except json.JSONDecodeError as error:
        reason = error.msg.partition(":")[0].removesuffix(" starting at").lower()
        message = f"This is not JSON ({reason}): check the commas, quotes and brackets before it."
        raise file.error(message, error.lineno + first_line - 1, error.colno) from error


def _whole(digits: str) -> int:
    return int(digits[:18])  # beyond, Python refuses or takes long


def _check_shape(file: SourceFile, text: str, allowance: Allowance) -> None:
    opened = text.count("[") + text.count("{")
    if not allowance.take(opened + text.count(",")):
        raise file.error("There are too many values up to this file: import it in parts.")
    depth = 0
    for bracket in _brackets(text) if opened > DEEPEST else ():
        depth += 1 if bracket in "[{" else -1
        if depth > DEEPEST:
            raise file.error(f"Lists and objects are nested more than {DEEPEST} deep: no bot is.")


def _brackets(text: str) -> Iterator[str]:
    """Brackets outside of strings."""
    start = 0
    while (quote := text.find('"', start)) >= 0:
        yield from _BRACKETS.findall(text, start, quote)
        match = _STRINGS.match(text, quote)
        start = match.end() if match else len(text)
    yield from _BRACKETS.findall(text, start)

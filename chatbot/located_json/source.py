"""Source text of a JSON file: value, problems, and the line and column of every value."""

import re
from array import array
from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from chatbot.located_json.parser import ParseResult, parse
from chatbot.located_json.pointer import pointer
from chatbot.located_json.problems import Problem
from chatbot.located_json.scanner import Path
from chatbot.text.sentence import sentence
from chatbot.text.wording import grouped

_BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x00\x00\xfe\xff": "UTF-32",
}
_CONTROLS, _FEWEST_CONTROLS = re.compile(rb"[\0-\x08]"), 4
"""Bytes of binary data, and their number in the first thousand: a text has a stray one at most."""

_SAVE_AS_UTF8 = sentence("Save it as UTF-8 in your editor.")


@dataclass(frozen=True)
class JsonSource:
    """Text of a JSON file, with the result of parsing. `file` is the name in problems.

    `has_mark` is true if the file begins with a byte order mark.
    """

    file: str
    text: str
    parsed: ParseResult
    encoding_problems: tuple[Problem, ...] = ()
    has_mark: bool = False

    @classmethod
    def from_bytes(cls, file: str, data: bytes, most_values: int | None = None) -> "JsonSource":
        """Decode UTF-8, with or without a byte order mark, and parse; wrong bytes are a problem.

        For `most_values` see `parse`.
        """
        has_mark = data.startswith(BOM_UTF8)
        data = data.removeprefix(BOM_UTF8)
        problem = _encoding_problem(file, data)
        if problem:
            return cls(file, "", ParseResult(None, {}, ()), (problem,))
        text = data.decode()
        return cls(file, text, parse(text, most_values), has_mark=has_mark)

    def encoded(self, text: str) -> bytes:
        """Return a text as the bytes of the file, with the byte order mark if there is one."""
        return (BOM_UTF8 if self.has_mark else b"") + text.encode()

    @property
    def value(self) -> Any:
        """The value as far as the parser understood the text."""
        return self.parsed.value

    @property
    def is_certain(self) -> bool:
        """True if the value is as the author meant, in spite of all problems."""
        return not self.encoding_problems and all(fault.certain for fault in self.parsed.faults)

    @property
    def is_tolerable(self) -> bool:
        """True if all faults are habits of another syntax, with no doubt about the meaning."""
        faults = self.parsed.faults
        return not self.encoding_problems and all(fault.habit is not None for fault in faults)

    @property
    def is_wrapped(self) -> bool:
        """True if something stands around the value, which takes no second value."""
        return any(fault.habit in ("assignment", "call", "fence") for fault in self.parsed.faults)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All faults of the JSON syntax."""
        return self.encoding_problems + tuple(
            Problem(
                self.file, *self.place_of_offset(fault.offset), pointer(fault.path), fault.message
            )
            for fault in self.parsed.faults
        )

    def problem(self, path: Path, message: str) -> Problem:
        """Return a problem at the value of a path."""
        return Problem(self.file, *self.place(path), pointer(path), message)

    def value_at(self, path: Path) -> Any:
        """Return the value at a path, also of an object that follows the document."""
        value: Any = self.value
        for step in path:
            if isinstance(step, int) and step < 0:
                value = self.parsed.rest[-1 - step]
            else:
                value = value[step]
        return value

    def text_at(self, path: Path) -> str:
        """Return the text that a value is written in; for a missing value, its parent's."""
        while path not in self.parsed.offsets:
            path = path[:-1]
        return self.text[self.parsed.offsets[path] : self.parsed.ends[path]]

    def place(self, path: Path) -> tuple[int, int]:
        """Return line and column of a value; for a missing value, of the innermost parent."""
        while path and path not in self.parsed.offsets:
            path = path[:-1]
        return self.place_of_offset(self.parsed.offsets.get(path, 0))

    def place_of_offset(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        # A list of as many lines as a file may have takes 200 MB.
        ends = (match.end() for match in re.finditer("\n", self.text))
        return array("L", chain((0,), ends))


def _encoding_problem(file: str, data: bytes) -> Problem | None:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), "")
    if encoding := encoding or _unmarked_encoding(data[:200]):
        message = sentence("The file is written in %(encoding)s. ", encoding=encoding)
        return Problem(file, 1, 1, "", message + _SAVE_AS_UTF8)
    if len(_CONTROLS.findall(data[:1000])) >= _FEWEST_CONTROLS:
        remedy = (
            sentence("see `flask intents import`")
            if data.startswith(b"PK")
            else sentence("check what it is")
        )
        message = sentence("This is binary data, no text: %(remedy)s.", remedy=remedy)
        return Problem(file, 1, 1, "", message)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return _byte_problem(file, data, error.start)
    nul = data.find(0)
    if nul >= 0:
        message = sentence(
            "Byte %(nul)s is NUL, which no text holds: restore the file or delete it.",
            nul=grouped(nul + 1),
        )
        return Problem(file, *_place_of_byte(data, nul), "", message)
    return None


def _byte_problem(file: str, data: bytes, offset: int) -> Problem:
    """Problem of a byte that is not UTF-8."""
    message = sentence(
        "Byte %(byte)s (0x%(value)s) is not UTF-8; the file may be in Latin-1 or Windows-1252. ",
        byte=grouped(offset + 1),
        value=data[offset : offset + 1].hex(),
    )
    return Problem(file, *_place_of_byte(data, offset), "", message + _SAVE_AS_UTF8)


def _unmarked_encoding(start: bytes) -> str:
    """UTF-16 if most characters have a zero, all on the same side; "" otherwise."""
    zeros = start[::2].count(0), start[1::2].count(0)
    return "UTF-16" if sum(zeros) > len(start) // 3 and min(zeros) == 0 else ""


def _place_of_byte(data: bytes, offset: int) -> tuple[int, int]:
    preceding = data[:offset]
    line = preceding[preceding.rfind(b"\n") + 1 :]
    return preceding.count(b"\n") + 1, len(line.decode(errors="replace")) + 1

"""The text of a JSON file: its value, every problem in it, and the place of everything in it."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chatbot.located_json.parser import Parsed, parse
from chatbot.located_json.problems import Problem
from chatbot.located_json.scanner import Path

_BYTE_ORDER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
_SAVE_AS_UTF8 = "Save it as UTF-8 in your editor."


@dataclass(frozen=True)
class JsonSource:
    """A text and what it holds. `file` is how it is named in problems."""

    file: str
    text: str
    parsed: Parsed
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def from_bytes(cls, file: str, data: bytes) -> "JsonSource":
        """Read UTF-8, with or without a byte order mark; all else becomes a problem."""
        data = data.removeprefix(b"\xef\xbb\xbf")
        problem = _encoding_problem(file, data)
        if problem:
            return cls(file, "", Parsed(None, {}, ()), (problem,))
        text = data.decode()
        return cls(file, text, parse(text))

    @property
    def value(self) -> Any:
        """The value as far as it could be understood."""
        return self.parsed.value

    @property
    def is_certain(self) -> bool:
        """Whether the value is surely what the writer meant, in spite of all problems."""
        return not self.unreadable and all(fault.certain for fault in self.parsed.faults)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that keeps the text from being JSON."""
        return self.unreadable + tuple(
            Problem(self.file, *self._place(fault.offset), pointer(fault.path), fault.message)
            for fault in self.parsed.faults
        )

    def problem(self, path: Path, message: str) -> Problem:
        """Return a problem at the value that the path leads to."""
        return Problem(self.file, *self.place(path), pointer(path), message)

    def place(self, path: Path) -> tuple[int, int]:
        """Return line and column of a value or, where there is none, of the one it belongs in."""
        while path and path not in self.parsed.offsets:
            path = path[:-1]
        return self._place(self.parsed.offsets.get(path, 0))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(offset + 1 for offset, char in enumerate(self.text) if char == "\n")]


def pointer(path: Path) -> str:
    """Return the JSON pointer (RFC 6901) of a path."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def _encoding_problem(file: str, data: bytes) -> Problem | None:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), "")
    if not encoding and data[:200].count(0) > len(data[:200]) // 3:
        encoding = "UTF-16"
    if encoding:
        return Problem(file, 1, 1, "", f"The file is written in {encoding}. {_SAVE_AS_UTF8}")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        message = (
            f"Byte {error.start + 1:,} (0x{data[error.start]:02x}) is not UTF-8; "
            f"the file may be in Latin-1 or Windows-1252. {_SAVE_AS_UTF8}"
        )
        return Problem(file, *_byte_place(data, error.start), "", message)
    nul = data.find(0)
    if nul >= 0:
        message = f"Byte {nul + 1:,} is NUL, which no text holds: restore the file or delete it."
        return Problem(file, *_byte_place(data, nul), "", message)
    return None


def _byte_place(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset]
    line = before[before.rfind(b"\n") + 1 :]
    return before.count(b"\n") + 1, len(line.decode(errors="replace")) + 1

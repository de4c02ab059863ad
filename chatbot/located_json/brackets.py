"""The brackets of a JSON text: which are open, and which one is missing, mistyped or too many."""

import re

from chatbot.located_json.scanner import Path, Scanner

MAX_DEPTH = 64
"""How many lists and objects may be inside each other."""

_NEXT_KEY = re.compile(r'\s*,\s*"[^"\\\n]*"\s*:')
_NEXT_OBJECT = re.compile(r"\s*,\s*\{")
_PAIRS = {"[": "]", "{": "}"}
_KINDS = {"]": "a list", "}": "an object"}


class TooDeepError(Exception):
    """The reading was stopped, as no more lists and objects fit inside each other."""


class BracketReader(Scanner):
    """Knows the brackets that are open, as (bracket, offset); the offset is -1 for one left out.

    `value_end` is where the last value, or the comma after it, ended.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.value_end = 0
        self.open: list[tuple[str, int]] = []

    def step_into(self, bracket: str, path: Path) -> None:
        """Step over the bracket that begins a list or an object."""
        if len(self.open) == MAX_DEPTH:
            message = f"More than {MAX_DEPTH} lists and objects are inside each other: use fewer."
            self.guess(self.position, path, message)
            raise TooDeepError
        self.open.append((bracket, self.position))
        self.position += 1
        self.value_end = self.position

    def is_inside(self, bracket: str) -> bool:
        """Tell whether the list or object that is being read is directly in one of this kind."""
        return len(self.open) > 1 and self.open[-2][0] == bracket

    def closed(self, closer: str, path: Path) -> bool:
        """Step over the end of the list or object, right or wrong; False if it goes on."""
        while True:
            char = self.next_character()
            if char == closer:
                self.position += 1
                self.open.pop()
                return True
            if char == "":
                self._name_unclosed(path)
                return True
            if char == ",":
                message = "There is nothing before this comma: remove it."
                self.faults.add(self.position, path, message)
                self.position += 1
            elif char not in "]}":
                return False
            elif self._closed_wrongly(closer, char, path):
                return True

    def _closed_wrongly(self, closer: str, char: str, path: Path) -> bool:
        """Judge a bracket of the other kind: mistyped, one too many, or its own is missing."""
        after = self.position + 1
        is_last = len(self.open) == 1 and not self.text[after:].strip()
        belongs_outside = any(_PAIRS[bracket] == char for bracket, _ in self.open)
        follows = _NEXT_KEY if closer == "]" else _NEXT_OBJECT
        if is_last or follows.match(self.text, after) or (closer == "]" and not belongs_outside):
            self.guess(self.position, path, f"This {char} ends {_KINDS[closer]}: write {closer}.")
            self.position = after
            self.open.pop()
            return True
        if not belongs_outside or _NEXT_KEY.match(self.text, after):
            self.closes_nothing(path, char)
            self.position = after
            return False
        self.leave_open(path)
        return True

    def closes_nothing(self, path: Path, char: str) -> None:
        """Name a closing bracket that none opens."""
        message = f"This {char} closes nothing: remove it, or add the bracket that it belongs to."
        self.guess(self.position, path, message)

    def leave_open(self, path: Path) -> None:
        """End the list or object before this place, as what follows belongs outside."""
        bracket, start = self.open.pop()
        self.guess(
            self.value_end,
            path,
            f"The {bracket} of line {self.line(start)} is not closed: add {_PAIRS[bracket]} here.",
        )
        self.position = self.value_end

    def _name_unclosed(self, path: Path) -> None:
        missing = [bracket for bracket in self.open if bracket[1] >= 0]
        if missing:
            last, start = missing[-1]
            closers = "".join(_PAIRS[bracket] for bracket, _ in reversed(missing))
            message = (
                f"The file ends before the {last} of line {self.line(start)} is closed: "
                f"add {closers} where it belongs."
            )
            self.guess(len(self.text.rstrip()), path, message)
        self.open.pop()

    def guess(self, offset: int, path: Path, message: str) -> None:
        """Name a fault after which what the writer meant is not certain."""
        self.faults.add(offset, path, message, certain=False)

    def line(self, offset: int) -> int:
        """Return the line of an offset, counted from 1."""
        return self.text.count("\n", 0, max(offset, 0)) + 1

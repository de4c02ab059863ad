"""Bracket matching in a JSON text, with faults for missing, mistyped and surplus brackets."""

import re

from chatbot.located_json.scanner import Path, Scanner
from chatbot.text.sentence import sentence

MAX_DEPTH = 64
"""Limit of lists and objects inside each other."""

_NEXT_KEY = re.compile(r'\s*,\s*"[^"\\\n]*"\s*:')
_NEXT_OBJECT = re.compile(r"\s*,\s*\{")
_NEXT_ITEM = re.compile(r'\s*(?:\]|,\s*"[^"\\\n]*"\s*[,\]])')
_REST = re.compile(r"\s*\Z")
_PAIRS = {"[": "]", "{": "}", "(": ")"}
_KINDS = {"]": sentence("a list"), "}": sentence("an object"), ")": sentence("a tuple")}


class BracketReader(Scanner):
    """Scanner with a stack of the open brackets, `open`, as pairs (bracket, offset).

    The offset of a missing bracket is -1. `value_end` is the offset after the last value or the
    comma after the value.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.value_end = 0
        self.open: list[tuple[str, int]] = []
        self._line = (0, 1)

    def read_opening(self, bracket: str, path: Path) -> None:
        """Step over the opening bracket of a list or an object. Raises BeyondLimitError."""
        if len(self.open) == MAX_DEPTH:
            message = sentence(
                "More than %(max_depth)s lists and objects are inside each other: use fewer.",
                max_depth=MAX_DEPTH,
            )
            raise self.faults.beyond_limit(self.position, path, message)
        self.open.append((bracket, self.position))
        self.position += 1
        self.value_end = self.position

    def is_inside(self, bracket: str) -> bool:
        """Return True if the parent of the innermost list or object has the opening bracket."""
        return len(self.open) > 1 and self.open[-2][0] == bracket

    def read_closing(self, closer: str, path: Path) -> bool:
        """Step over the end of the innermost list or object; return False if there are more items.

        A wrong or missing bracket is reported, and counts as the end where the author meant an end.
        """
        while True:
            char = self.next_character()
            if char == closer:
                self.position += 1
                self.open.pop()
                return True
            if char == "":
                self._report_end_of_file(path)
                return True
            if char == ",":
                message = sentence("There is nothing before this comma: remove it.")
                self.faults.add(self.position, path, message)
                self.position += 1
            elif char not in "]})":
                return False
            elif self._read_wrong_closing(closer, char, path):
                return True

    def _read_wrong_closing(self, closer: str, char: str, path: Path) -> bool:
        """Report a bracket of the other kind: mistyped, surplus, or after a missing bracket.

        Return True at the end of the innermost list or object.
        """
        after = self.position + 1
        belongs_outside = any(_PAIRS[bracket] == char for bracket, _ in self.open)
        may_end = not belongs_outside and self._may_end(closer, char)
        if may_end or self._is_mistyped(closer, after):
            message = sentence(
                "This %(char)s ends %(kind)s: write %(closer)s.",
                char=char,
                kind=_KINDS[closer],
                closer=closer,
            )
            self.report_guess(self.position, path, message)
            self.position = after
            self.open.pop()
            return True
        if not belongs_outside or _NEXT_KEY.match(self.text, after):
            self.report_surplus(path, char)
            self.position = after
            return False
        self.end_unclosed(path)
        return True

    def _is_mistyped(self, closer: str, after: int) -> bool:
        """Return True if what comes after a bracket of the other kind goes on as after `closer`."""
        is_last = len(self.open) == 1 and _REST.match(self.text, after) is not None
        follows = _NEXT_OBJECT if closer == "}" else _NEXT_KEY
        return is_last or follows.match(self.text, after) is not None

    def _may_end(self, closer: str, char: str) -> bool:
        """Return True if a bracket of the other kind may end a list; a ) within it does not."""
        has_more = char == ")" and _NEXT_ITEM.match(self.text, self.position + 1)
        return closer != "}" and not has_more

    def report_surplus(self, path: Path, char: str) -> None:
        """Report a closing bracket without an opening bracket."""
        message = sentence(
            "This %(char)s closes nothing: remove it, or add the bracket that it belongs to.",
            char=char,
        )
        self.report_guess(self.position, path, message)

    def end_unclosed(self, path: Path) -> None:
        """End the innermost list or object after the last value: the next value belongs outside."""
        bracket, start = self.open.pop()
        message = sentence(
            "The %(bracket)s of line %(line)s is not closed: add %(closer)s here.",
            bracket=bracket,
            line=self.line_number(start),
            closer=_PAIRS[bracket],
        )
        self.report_guess(self.value_end, path, message)
        self.position = self.value_end

    def _report_end_of_file(self, path: Path) -> None:
        missing = [(opener, offset) for opener, offset in self.open if offset >= 0]
        if missing:
            bracket, start = missing[-1]
            closers = "".join(_PAIRS[opener] for opener, _ in reversed(missing))
            message = sentence(
                "The file ends before the %(bracket)s of line %(line)s is closed: add"
                " %(closers)s where it belongs.",
                bracket=bracket,
                line=self.line_number(start),
                closers=closers,
            )
            self.report_guess(len(self.text.rstrip()), path, message)
        self.open.pop()

    def report_guess(self, offset: int, path: Path, message: str) -> None:
        """Report a fault with a guess at the author's meaning."""
        self.faults.add(offset, path, message, certain=False)

    def line_number(self, offset: int) -> int:
        """Return the line number of an offset, counted from 1."""
        offset = max(offset, 0)
        last, number = self._line
        # On from the last one: a thousand problems at the end of a file are not its whole length.
        number += self.text.count("\n", last, offset) - self.text.count("\n", offset, last)
        self._line = offset, number
        return number

    def last_before(self, offset: int) -> int:
        """Return the offset of the last character before an offset that is no space."""
        while offset and self.text[offset - 1].isspace():
            offset -= 1
        return offset - 1

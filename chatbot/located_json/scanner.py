"""Scanner of a JSON text: strings, numbers, constants, space and comments, with faults."""

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from chatbot.located_json.problems import MOST_PROBLEMS
from chatbot.located_json.strings import ScannedString, scan_string
from chatbot.text.sentence import as_sentence, sentence
from chatbot.text.wording import grouped, shortened

Path = tuple[str | int, ...]
"""Keys and indexes from the document to a value: ("intents", 3, "patterns", 0)."""

_MAX_REPEATS = 5
_MOST_PLACES = 200_000

_SPACE = re.compile(r"[ \t\r\n]+")

COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)

_WORD = re.compile(r"[^\s,:\[\]{}()\"'/#]+(?=[\s,\]})/#]|\Z)")

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")

_NUMBER_LIKE = re.compile(r"[+-]?\.?[0-9][\w.+-]*|[+-]?(?:NaN|Infinity)", re.ASCII)

# Without an end to the text, each word of a long line would be read up to the end of the line.
_WITHOUT_OPENING_QUOTE = re.compile(r'\w[^"\n]{0,2000}+"(?=[ \t\r]*(?:[,\]}]|$))', re.MULTILINE)

_PREFIX = re.compile(r"[uU](?=[\"'])")

_SPACE_IN_GUILLEMETS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"

_JUNK = re.compile(r"[^,\[\]{}\n]+")

_CONSTANTS = {"true": True, "false": False, "null": None}

_FOREIGN_CONSTANTS = {
    **dict.fromkeys(("True", "TRUE"), "true"),
    **dict.fromkeys(("False", "FALSE"), "false"),
    **dict.fromkeys(("None", "NULL", "Null", "nil", "undefined"), "null"),
}


Habit = Literal[
    "assignment",
    "call",
    "comment",
    "constant",
    "continued",
    "fence",
    "key",
    "parentheses",
    "quote",
    "repeated_key",
    "space",
    "trailing_comma",
    "tuple",
]
"""Habit of another syntax (JavaScript, Python, Markdown), with no doubt about the meaning."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Fault at an offset of the text; `path` is the path of the enclosing value.

    `certain` is False for a guess at the intended value. `habit` is None for a slip.
    Of a habit with many places the first stands for all, and `count` is their number.
    """

    offset: int
    path: Path
    message: str
    certain: bool = True
    habit: Habit | None = None
    count: int = 1


class BeyondLimitError(Exception):
    """Error: more of something than a file of people has, with a fault that says so."""


class Faults:
    """Collection of faults, a single fault per offset: a second would be a consequence."""

    def __init__(self) -> None:
        self._by_offset: dict[int, Fault] = {}
        self._habits: dict[Habit, list[Fault]] = {}
        self._counts: Counter[Habit] = Counter()

    def add(self, offset: int, path: Path, message: str, *, certain: bool = True) -> None:
        """Add a fault, unless the offset has a fault already. Raises BeyondLimitError."""
        if len(self._by_offset) == MOST_PROBLEMS:
            raise self.beyond_limit(
                offset,
                path,
                sentence(
                    "There are more than %(most_problems)s problems: mend the first ones.",
                    most_problems=grouped(MOST_PROBLEMS),
                ),
            )
        self._by_offset.setdefault(offset, Fault(offset, path, message, certain))

    def beyond_limit(self, offset: int, path: Path, message: str) -> BeyondLimitError:
        """Add the last fault, and return the error to raise."""
        self._by_offset[offset] = Fault(offset, path, message, certain=False)
        return BeyondLimitError()

    def add_habit(self, habit: Habit, offset: int, path: Path, message: str) -> None:
        """Add a fault repeated throughout a file by authors used to another syntax.

        Raises BeyondLimitError.
        """
        self._counts[habit] += 1
        if self._counts[habit] > _MOST_PLACES:
            del self._habits[habit]
            places = sentence(
                "There are more than %(most_places)s such places.",
                most_places=grouped(_MOST_PLACES),
            )
            raise self.beyond_limit(offset, path, as_sentence(message) + " " + places)
        if self._counts[habit] <= _MAX_REPEATS:
            self._habits.setdefault(habit, []).append(Fault(offset, path, message, habit=habit))

    def has_habit(self, habit: Habit) -> bool:
        """Return True if a habit was added."""
        return self._counts[habit] > 0

    def in_order(self) -> tuple[Fault, ...]:
        """Return all faults by offset; of a habit with many places only the first."""
        for habit, faults in self._habits.items():
            reported, count = faults, self._counts[habit]
            if count > _MAX_REPEATS:
                message = as_sentence(faults[0].message) + more_such(count, sentence("places"))
                reported = [replace(faults[0], message=message, count=count)]
            for fault in reported:
                self._by_offset.setdefault(fault.offset, fault)
        return tuple(self._by_offset[offset] for offset in sorted(self._by_offset))


def more_such(count: int, things: str) -> str:
    """Return the sentence after a message that stands for `count` equal ones."""
    return sentence(
        " There are %(count)s such %(things)s; this is the first.",
        count=grouped(count),
        things=things,
    )


class Scanner:
    """Reader of a text; `position` is the offset of the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.faults = Faults()

    def next_character(self) -> str:
        """Step over space and comments; return the next character, "" at the end."""
        while True:
            char = self.text[self.position : self.position + 1]
            if " " < char <= "~" and char not in "/#":
                return char
            if space := _SPACE.match(self.text, self.position):
                self.position = space.end()
                continue
            comment = COMMENT.match(self.text, self.position) if char in ("/", "#") else None
            if comment:
                self._report_habit(
                    "comment", (), sentence("JSON has no comments: remove this one.")
                )
                self.position = comment.end()
            elif char and _is_invisible(char):
                code = f"U+{ord(char):04X}"
                self._report_habit(
                    "space",
                    (),
                    sentence("The character %(code)s is no space in JSON: delete it.", code=code),
                )
                self.position += 1
            else:
                return char

    def read_string(self, path: Path, *, is_key: bool = False) -> str:
        """Read a string in quotes of any kind."""
        scanned = scan_string(self.text, self.position, is_key=is_key)
        quote = scanned.quotes or self.text[self.position]
        if quote != '"':
            message = sentence(
                'A text stands in double quotes: write " in place of %(quote)s.', quote=quote
            )
            if scanned.doubtful:
                self.faults.add(self.position, path, message)
            else:
                self._report_habit("quote", path, message)
        self._add_faults(scanned, path)
        self.position = scanned.end
        return scanned.value.strip(_SPACE_IN_GUILLEMETS) if quote == "«" else scanned.value

    def step_over_prefix(self, path: Path) -> None:
        """Step over the u of a text of Python 2: u'hello'."""
        if prefix := _PREFIX.match(self.text, self.position):
            message = sentence(
                "A text has nothing before its quote: remove %(prefix)s.", prefix=prefix[0]
            )
            self._report_habit("quote", path, message)
            self.position = prefix.end()

    def _add_faults(self, scanned: ScannedString, path: Path) -> None:
        for offset, message in scanned.faults:
            self.faults.add(offset, path, message, certain=scanned.certain)

    def read_scalar(self, path: Path) -> str | int | float | bool | None:
        """Read a number, a constant, or a text without quotes."""
        match = _WORD.match(self.text, self.position)
        word = match[0] if match else ""
        if word in _CONSTANTS or word in _FOREIGN_CONSTANTS:
            return self._constant(word, path)
        if _NUMBER.fullmatch(word):
            return self._number(word, path)
        if _NUMBER_LIKE.fullmatch(word):
            message = sentence(
                "%(word)s is not a number in JSON: write it as in 7, -2 or 0.5.", word=word
            )
            self.faults.add(self.position, path, message, certain=False)
            self.position += len(word)
            return 0
        return self.read_unquoted(path)

    def _constant(self, word: str, path: Path) -> bool | None:
        constant = _FOREIGN_CONSTANTS.get(word, word)
        if constant != word:
            message = sentence(
                "%(word)s is written %(constant)s in JSON: change it.",
                word=word,
                constant=constant,
            )
            self._report_habit("constant", path, message)
        self.position += len(word)
        return _CONSTANTS[constant]

    def _number(self, word: str, path: Path) -> int | float:
        start = self.position
        self.position += len(word)
        try:
            number = int(word) if word.lstrip("-").isdigit() else float(word)
        except ValueError:
            number = math.inf
        if math.isinf(number):
            self.faults.add(
                start, path, sentence("This number is too large: shorten it."), certain=False
            )
            return 0
        return number

    def read_unquoted(self, path: Path) -> str:
        """Read a text without quotes, up to the next comma, bracket or line."""
        start = self.position
        half_quoted = _WITHOUT_OPENING_QUOTE.match(self.text, start)
        junk = half_quoted or _JUNK.match(self.text, start)
        self.position = junk.end() if junk else start + 1
        unquoted = self.text[start : self.position].rstrip()
        message = sentence(
            "%(unquoted)s is no JSON value: put a text in double quotes.",
            unquoted=shortened(unquoted),
        )
        if half_quoted:
            message = sentence("The opening quote of this text is missing: add it.")
        self.faults.add(start, path, message, certain=False)
        return unquoted.rstrip('"')

    def _report_habit(self, kind: Habit, path: Path, message: str) -> None:
        self.faults.add_habit(kind, self.position, path, message)


def _is_invisible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf")

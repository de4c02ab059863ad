"""JSON parser for files written by people: every value with an offset, all faults in a single pass.

After a fault, parsing continues with the most likely intended text: every slip is reported once.
"""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from chatbot.located_json.foreign import code_after, find_foreign
from chatbot.located_json.problems import MOST_PROBLEMS
from chatbot.located_json.quotes import CLOSING_QUOTES
from chatbot.located_json.scanner import BeyondLimitError, Fault, Faults, Path
from chatbot.located_json.wrappers import WrapperReader
from chatbot.text.sentence import sentence
from chatbot.text.wording import grouped, shortened

MOST_VALUES = 100_000
"""Limit of texts, numbers, lists and objects in a file, which costs a second and 60 MB."""

_BETWEEN = re.compile(r"[,:\]} \t\r\n]++")
_KEY = re.compile(r"""(?:"[^"\\\n]*"|'[^'\\\n]*'|[^\W\d][\w$-]*)\s*:""")
_PLAIN_ITEM = re.compile(r'"([^"\\\x00-\x1f]++)",[ \t\r\n]*+(?=")')
_BARE_KEY = re.compile(r'([^\W\d][\w$-]*)"?(?=\s*[:=])')
_BEGINNING = re.compile(r"[(\[{\"'`‘“”„]|[+-]?\.?\d|\w+[\s\]}]*\Z|[^\W\d][\w$-]*\"?\s*[:=]")
_TUPLE = re.compile(r"\(\s*+(?:[\[{(\"'`‘“”„«)+\-\d]|[uU][\"']|(?:None|True|False)\b)")
"""Beginning of a tuple: other words in parentheses are a text without quotes."""

_GOES_ON = sentence(
    "The file goes on after its end: join all of it in one list, or remove a"
    " bracket that closes too early."
)
_SQUARE_BRACKETS = sentence("A list stands in square brackets: write [ ] in place of ( ).")
_PARENTHESES = sentence("A value stands without parentheses: remove ( and ).")
_LAST_OF_ALL = sentence(
    "JavaScript takes only the last of the values in ( ): write [ ] for a list."
)
_JOINED = sentence("A program joins these two texts: write them as one, or a comma between them.")
_NO_KEY = sentence('The key of this value is missing: write "key": before it.')
_NO_COLON = sentence("A key ends with a colon: write : in place of =.")
_ENDS = ("", ",", "]", "}", ")")
_MOST_NAMES = 6
_STRAY_TEXTS = re.compile(r'(?:\s*+,\s*+"[^"\\\n]*+"(?=\s*+[,\]]))*+\s*\]?')


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The value, the start and end of every value by path, and the faults in order of the text.

    `rest` holds the objects that follow the document; their paths begin with -1, -2 and so on.
    """

    value: Any
    offsets: dict[Path, int]
    faults: tuple[Fault, ...]
    ends: dict[Path, int] = field(default_factory=dict)
    rest: tuple[dict[str, Any], ...] = ()


def parse(text: str, most_values: int | None = None) -> ParseResult:
    """Parse a whole text; without faults, the value equals the value of `json.loads`.

    More than `most_values`, by default MOST_VALUES, are a fault.
    """
    parser = _Parser(text, most_values)
    try:
        value = parser.document()
    except BeyondLimitError:
        value = None
    faults = parser.faults.in_order()
    return ParseResult(value, parser.offsets, faults, parser.ends, tuple(parser.rest))


class _Parser(WrapperReader):
    def __init__(self, text: str, most_values: int | None) -> None:
        super().__init__(text)
        self._most_values = MOST_VALUES if most_values is None else most_values
        self.offsets: dict[Path, int] = {}
        self.ends: dict[Path, int] = {}
        self.rest: list[dict[str, Any]] = []
        self._values = 0
        self._first_tuple = -1

    def document(self) -> Any:
        if foreign := find_foreign(self.text):
            self.report_guess(foreign.offset, (), foreign.message)
            return None
        self.read_wrapper()
        if not self._begins():
            return None
        if _KEY.match(self.text, self.position):
            value: Any = self._members_without_brace(())
        else:
            value = self._value(())
        self._after_document()
        if self._first_tuple >= 0 and (self.is_javascript or self.faults.has_habit("key")):
            self.report_guess(self._first_tuple, (), _LAST_OF_ALL)
        return value

    def _begins(self) -> bool:
        """Step to the first value; report a file without any, and what stands before it."""
        if not self.next_character():
            self.report_guess(
                0, (), sentence('The file is empty: write {"intents": [ … ]}, or delete it.')
            )
            return False
        while (char := self.next_character()) in (",", "]", "}"):
            self.report_guess(
                self.position,
                (),
                sentence("There is nothing before this %(char)s: remove it.", char=char),
            )
            self.position += 1
        if not _BEGINNING.match(self.text, self.position):
            message = sentence("This is no JSON, which begins with { or [: check what the file is.")
            self.report_guess(self.position, (), message)
            return False
        return True

    def _after_document(self) -> None:
        self.read_wrapper_end()
        char, start = self.next_character(), self.position
        if code := code_after(self.text, start):
            self.faults = Faults()  # of code around the value, one sentence says all
            self.report_guess(code.offset, (), code.message)
        elif char in ("]", "}", ")"):
            self.report_surplus((), char)
            self._read_remains()
        elif char and self._read_remains():
            self.faults.add_habit("continued", start, (), _GOES_ON)
        elif char:
            self.report_guess(start, (), _GOES_ON)

    def _read_remains(self) -> bool:
        """Read what follows the document; return True if it is objects alone."""
        only_objects, others = True, 0
        while char := self.next_character():
            if char == "{":
                self.rest.append(self._value((-1 - len(self.rest),)))
            elif between := _BETWEEN.match(self.text, self.position):
                only_objects = only_objects and not between[0].strip(", \t\r\n")
                self.position = between.end()
            elif others < MOST_PROBLEMS and (char == "[" or char in CLOSING_QUOTES):
                only_objects, others = False, others + 1
                self._value(())
            else:
                return False
        return only_objects

    def _value(self, path: Path) -> Any:
        char = self.next_character()
        self._values += 1
        if self._values > self._most_values:
            message = sentence(
                "More than %(most_values)s values are in this file: divide it into several.",
                most_values=grouped(self._most_values),
            )
            raise self.faults.beyond_limit(self.position, path, message)
        if char == "(" and _TUPLE.match(self.text, self.position):
            return self._parentheses(path)
        self.offsets[path] = self.position
        value = self._read_value(char, path)
        self.ends[path] = self.position
        return value

    def _read_value(self, char: str, path: Path) -> Any:
        if char in ("[", "{"):
            self.read_opening(char, path)
            return self._items(path) if char == "[" else self._members(path)
        if char in ("u", "U"):
            self.step_over_prefix(path)
            char = self.text[self.position]
        if char in CLOSING_QUOTES:
            return self.read_string(path)
        if char in _ENDS:
            if char:
                self.report_guess(
                    self.last_before(self.position),
                    path,
                    sentence(
                        'The value after this is missing: write one, such as "" or [] for nothing.'
                    ),
                )
            return None
        return self.read_scalar(path)

    def _parentheses(self, path: Path) -> Any:
        """Read a tuple of Python as a list; without a comma, the value that is in parentheses."""
        start, size = self.position, len(self.offsets)
        self.read_opening("(", path)
        items = self._items(path, ")")
        if len(items) == 1 and self.text[self.value_end : self.value_end + 1] != ",":
            self.faults.add_habit("parentheses", start, path, _PARENTHESES)
            self._move_up(path, size, start)
            return items[0]
        self.faults.add_habit("tuple", start, path, _SQUARE_BRACKETS)
        if self._first_tuple < 0 and items:
            self._first_tuple = start
        self.offsets[path], self.ends[path] = start, self.position
        return items

    def _move_up(self, path: Path, size: int, start: int) -> None:
        """Move all places after the first `size`, of the item of a list at `path`, to the list.

        The place of a text is with its parentheses, that of a list or an object within them.
        """
        for inner in list(islice(reversed(self.offsets), len(self.offsets) - size))[::-1]:
            outer = (*path, *inner[len(path) + 1 :])
            self.offsets[outer], self.ends[outer] = self.offsets.pop(inner), self.ends.pop(inner)
        if self.text[self.offsets[path]] not in "[{":
            self.offsets[path], self.ends[path] = start, self.position

    def _items(self, path: Path, closer: str = "]") -> list[Any]:
        items: list[Any] = []
        while not self.read_closing(closer, path):
            self._read_plain_items(items, path)
            item_path = (*path, len(items))
            if not _KEY.match(self.text, self.position):
                items.append(self._value(item_path))
            elif not items or isinstance(items[-1], dict):
                items.append(self._members_without_brace(item_path))
            elif self.is_inside("{"):
                self.end_unclosed(path)
                break
            else:
                self.report_guess(
                    self.position, item_path, sentence("A list has no keys: write { in place of [.")
                )
                self._key(path)
                self.next_character()
                self.position += 1
                items.append(self._value(item_path))
            self._separate(path)
        return items

    def _read_plain_items(self, items: list[Any], path: Path) -> None:
        """Read texts that are followed by a comma and another text: most are, in half the time."""
        while match := _PLAIN_ITEM.match(self.text, self.position):
            if self._values >= self._most_values:
                return
            item_path = (*path, len(items))
            self._values += 1
            self.offsets[item_path] = self.position
            self.ends[item_path] = self.value_end = match.end(1) + 1
            self.position = match.end()
            items.append(match[1])

    def _members_without_brace(self, path: Path) -> dict[str, Any]:
        self.report_guess(
            self.position, path, sentence("The { before this key is missing: add it.")
        )
        self.offsets[path] = self.position
        self.open.append(("{", -1))
        members = self._members(path)
        self.ends[path] = self.position
        return members

    def _members(self, path: Path) -> dict[str, Any]:
        members: dict[str, Any] = {}
        starts: dict[str, int] = {}
        repeated: dict[str, int] = {}
        equal: dict[str, int] = {}
        while not self.read_closing("}", path):
            start = self.position
            if self.text[start] in "[{":
                if self.text[start] == "{" and self.is_inside("["):
                    self.end_unclosed(path)
                    break
                self.report_guess(start, path, _NO_KEY)
                self._value(path)
            elif (key := self._key(path)) is not None:
                starts.setdefault(key, start)
                value = self._member(key, start, (*path, key))
                if key in members:
                    (equal if members[key] == value else repeated).setdefault(key, start)
                members[key] = value
            self._separate(path)
        if repeated:
            self.faults.add(*self._repeated(path, repeated, starts))
        elif equal:
            self.faults.add_habit("repeated_key", *self._repeated(path, equal, starts))
        return members

    def _key(self, path: Path) -> str | None:
        if self.text[self.position] in "uU":
            self.step_over_prefix(path)
        start = self.position
        if self.text[start] in CLOSING_QUOTES:
            return self.read_string(path, is_key=True)
        if bare := _BARE_KEY.match(self.text, start):
            message = sentence('A key stands in double quotes: write "%(bare)s".', bare=bare[1])
            self.faults.add_habit("key", start, path, message)
            self.position = bare.end()
            return bare[1]
        self.report_guess(start, path, sentence('A key is missing here: write "key": value.'))
        self.read_unquoted(path)
        return None

    def _member(self, key: str, start: int, path: Path) -> Any:
        key_end = self.position
        char = self.next_character()
        if char == ":":
            self.position += 1
        elif char == "=":
            self.faults.add(self.position, path, _NO_COLON)
            self.position += 2 if self.text.startswith("=>", self.position) else 1
        elif char in _ENDS:
            if char:
                message = sentence(
                    '"%(key)s" has no value: add one, or move it into its list.', key=shortened(key)
                )
                self.report_guess(start, path, message)
                if stray := _STRAY_TEXTS.match(self.text, key_end):
                    self.position = stray.end()
            return None
        else:
            self.faults.add(
                key_end,
                path,
                sentence('The colon after "%(key)s" is missing: add it.', key=shortened(key)),
            )
        return self._value(path)

    def _repeated(
        self, path: Path, repeated: dict[str, int], starts: dict[str, int]
    ) -> tuple[int, Path, str]:
        """Offset, path and sentence of the first key that is there twice."""
        names = ", ".join(f'"{shortened(key)}"' for key in islice(repeated, _MOST_NAMES))
        names += ", …" if len(repeated) > _MOST_NAMES else ""
        key, start = next(iter(repeated.items()))
        message = sentence(
            "Twice in this object: %(names)s, first in line %(starts)s. Remove one of the"
            " two, or begin a new object between them.",
            names=names,
            starts=self.line_number(starts[key]),
        )
        return start, (*path, key), message

    def _separate(self, path: Path) -> None:
        """Step over the comma between two values."""
        self.value_end = self.position
        char = self.next_character()
        if char == ",":
            comma = self.value_end = self.position
            self.position += 1
            if self.next_character() in ("]", "}"):
                message = sentence("There is a comma after the last item: remove it.")
                self.faults.add_habit("trailing_comma", comma, path, message)
        elif char not in ("", "]", "}", ")") and not self._is_misplaced(char):
            joins = self.open[-1][0] == "(" and char in CLOSING_QUOTES
            message = (
                _JOINED if joins else sentence("There is no comma between two items: add it here.")
            )
            self.faults.add(self.value_end, path, message, certain=not joins)

    def _is_misplaced(self, char: str) -> bool:
        """Return True for a key in a list, or a list or object in place of a key."""
        if self.open[-1][0] != "{":
            return _KEY.match(self.text, self.position) is not None
        return char in "[{"

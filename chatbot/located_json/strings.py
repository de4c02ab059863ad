"""Strings in quotes: end and value, also with wrong quotes or escapes."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from chatbot.located_json.problems import MOST_PROBLEMS
from chatbot.text.wording import shortened

CLOSING_QUOTES = {
    '"': '"',
    "'": "'",
    "`": "`",
    "‘": "‘’'",
    "“": '“”"',
    "”": '“”"',
    "„": '“”"',
    "«": "»",
}
_TRIPLES = ('"""', "'''")

# Characters that may follow a closing quote, and characters that hardly ever follow a quote in the
# middle of a text.
_FOLLOWS = re.compile(r"""[ \t\r]*(?:[,:\]}"{\[;=/#]|\)\s*+(?:[,\])};]|$)|$)""", re.MULTILINE)
_SURELY_FOLLOWS = re.compile(r"""[ \t\r]*(?:[\]}]|,[ \t\r]*(?:["'{\[\d-]|$)|$)""", re.MULTILINE)
_PLAIN = re.compile(r'"([^"\\\x00-\x1f]*)"')
_UNCLOSED_KEY = re.compile(r'"([^"\\:\n]*+):[ \t]*["\[{]')
_MOST_INNER_QUOTES = 200
_LONGEST_SEARCH = 10_000
_MOST_REPAIRS = 50_000
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPECIAL = re.compile(
    r"""(?P<fine>(?:(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}
        |(?!\\u[dD][89a-fA-F])\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))[^"\\\x00-\x1f]*+)++)
    |(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})
    |(?P<wrong>\\.?)
    |(?P<control>[\x00-\x1f]+)
    |(?P<quote>")""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class ScannedString:
    """Value of a string, the offset after the string, and the faults as (offset, message).

    `certain` is False for a guess at the end of the string, and `doubtful` True for a quote of the
    same kind inside. `quotes` are three quotes, "" for one.
    """

    value: str
    end: int
    faults: tuple[tuple[int, str], ...] = ()
    certain: bool = True
    doubtful: bool = False
    quotes: str = ""


def scan_string(text: str, start: int, *, is_key: bool = False) -> ScannedString:
    """Scan the string with an opening quote of any kind at `start`."""
    is_doubled = text[start + 1 : start + 2] == text[start]
    if is_doubled and not is_key and (triple := _triple(text, start)):
        return triple
    plain = _PLAIN.match(text, start)
    if plain and _FOLLOWS.match(text, plain.end()):
        return ScannedString(plain[1], plain.end())
    first = next(_closing_quotes(text, start, start + 1, "\n"), None)
    if first is not None and _FOLLOWS.match(text, first + 1):
        return _decode(text, start, first)
    if is_key and (unclosed := _UNCLOSED_KEY.match(text, start)):
        key = unclosed[1].rstrip(" \t")
        message = f'The key "{shortened(key)}" has no closing quote: add it.'
        return ScannedString(key, start + 1 + len(key), ((start, message),))
    if first is not None:
        return _with_inner_quotes(text, start, first)
    end = _end_on_later_line(text, start)
    return _unterminated(text, start) if end is None else _decode(text, start, end)


class _TooManyRepairsError(Exception):
    pass


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _closing_quotes(
    text: str, opening: int, start: int, stop: str = "", end: int = sys.maxsize
) -> Iterator[int]:
    """Offsets of possible closing quotes up to `stop`: of the right kind, without a backslash."""
    quote = re.compile(rf"\\[^\n]|[{CLOSING_QUOTES[text[opening]]}{stop}]")
    for match in quote.finditer(text, start, end):
        if match[0] == stop:
            return
        if match[0][0] != "\\":
            yield match.start()


def _with_inner_quotes(text: str, start: int, first: int) -> ScannedString:
    # A line may be a whole file: without an end to the search, reading takes quadratic time.
    further = _closing_quotes(text, start, first + 1, "\n", first + _LONGEST_SEARCH)
    for end in islice(further, _MOST_INNER_QUOTES):
        if _SURELY_FOLLOWS.match(text, end + 1):
            inner = (first, 'This quote is inside a text: write \\" in place of ".')
            scanned = _decode(text, start, end, *([inner] if text[start] == '"' else []))
            return replace(scanned, doubtful=True)
    return _decode(text, start, first)


def _end_on_later_line(text: str, start: int) -> int | None:
    """Return the offset of the closing quote on a later line, if the string seems to go on."""
    line = _line_end(text, start)
    quote = next(_closing_quotes(text, start, line, end=line + _LONGEST_SEARCH), None)
    return None if quote is None or not _SURELY_FOLLOWS.match(text, quote + 1) else quote


def _unterminated(text: str, start: int) -> ScannedString:
    end = _line_end(text, start)
    while end > start + 1 and (text[end - 1].isspace() or text[end - 1] in ",]}"):
        end -= 1
    message = "The closing quote of this text is missing: add it."
    scanned = _decode(text, start, end, (start, message))
    return ScannedString(scanned.value, end, scanned.faults, certain=False)


def _decode(text: str, start: int, end: int, *preceding: tuple[int, str]) -> ScannedString:
    """Decode the text between two quotes; in single quotes, wrong escapes are no further fault."""
    content = start + 1
    if (plain := _strictly_decoded(text[content:end])) is not None:
        return ScannedString(plain, end + 1, preceding)
    repairs = _Repairs(content, tolerates_escapes=text[start] != '"')
    repairs.faults += preceding
    try:
        value = repairs.decoded(text[content:end])
    except _TooManyRepairsError:
        message = f"More than {_MOST_REPAIRS:,} escapes of this text are wrong: write it anew."
        return ScannedString("", end + 1, tuple(repairs.faults) or ((start, message),))
    return ScannedString(value, end + 1, tuple(repairs.faults))


def _triple(text: str, start: int) -> ScannedString | None:
    """Text in three quotes as of Python, over lines and with quotes inside; None without an end.

    No other text of JSON has three quotes in a row.
    """
    quotes = text[start : start + 3]
    if quotes not in _TRIPLES:
        return None
    end = text.find(quotes, start + 3, start + _LONGEST_SEARCH)
    if end < 0 or not _FOLLOWS.match(text, end + 3):
        return None
    repairs = _Repairs(start + 3, tolerates_lines=True)
    value = repairs.decoded(text[start + 3 : end])
    return ScannedString(value, end + 3, tuple(repairs.faults), quotes=quotes)


@dataclass
class _Repairs:
    """Repairs of the content of a string, with a fault for each that is not tolerated."""

    content: int
    tolerates_escapes: bool = False
    tolerates_lines: bool = False
    faults: list[tuple[int, str]] = field(default_factory=list)
    _count: int = 0

    def decoded(self, content: str) -> str:
        """The text of the content; raises _TooManyRepairsError."""
        return str(json.loads(f'"{_SPECIAL.sub(self._repair, content)}"'))

    def _repair(self, match: re.Match[str]) -> str:
        if match["fine"]:
            return match[0]
        self._count += 1
        if len(self.faults) > MOST_PROBLEMS or self._count > _MOST_REPAIRS:
            raise _TooManyRepairsError
        if message := self._message(match):
            self.faults.append((self.content + match.start(), message))
        return _repaired(match)

    def _message(self, match: re.Match[str]) -> str:
        if match["half"]:
            return f"{match[0]} is half a character: write the character itself."
        if match["control"]:
            return "" if self.tolerates_lines else _control_message(match[0])
        return _escape_message(match[0]) if match["wrong"] and not self.tolerates_escapes else ""


def _repaired(match: re.Match[str]) -> str:
    """Characters for a correct string, in place of those that may not stand in one."""
    if match["half"]:
        return "\\ufffd"
    is_quote = match["wrong"] and match[0][1:] in CLOSING_QUOTES
    return json.dumps(match[0][1:] if is_quote else match[0])[1:-1]


def _strictly_decoded(content: str) -> str | None:
    """The text if nothing in it is a fault: by far the fastest, and in the least memory."""
    try:
        value: str = json.loads(f'"{content}"')
    except ValueError:
        return None
    return None if "\\" in content and _SURROGATE.search(value) else value


def _escape_message(escape: str) -> str:
    if escape[1:] in CLOSING_QUOTES:
        return f"{escape} is no escape that JSON knows: write {escape[1:]} without the backslash."
    if escape == "\\u":
        return "\\u needs four hexadecimal digits after it, as in \\u00e9: add them."
    return f"{escape.rstrip()} is no escape that JSON knows: write \\\\ for a backslash."


def _control_message(characters: str) -> str:
    if "\n" in characters or "\r" in characters:
        return "A text cannot go on over a line break: write it on one line, with \\n for a break."
    if "\t" in characters:
        return "A text cannot hold a tab: write \\t or a space."
    return f"A text cannot hold the control character U+{ord(characters[0]):04X}: delete it."

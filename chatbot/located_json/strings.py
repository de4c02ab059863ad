"""Strings in quotes: end and value, also with wrong quotes or escapes."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, islice

from chatbot.located_json.problems import MOST_PROBLEMS
from chatbot.text.wording import shortened

CLOSING_QUOTES = {'"': '"', "'": "'", "`": "`", "‘": "‘’'", "“": '“”"', "”": '“”"', "„": '“”"'}

# Characters that may follow a closing quote, and characters that hardly ever follow a quote in the
# middle of a text.
_FOLLOWS = re.compile(r"""[ \t\r]*(?:[,:\]}"{\[;=/#]|$)""", re.MULTILINE)
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
    same kind inside.
    """

    value: str
    end: int
    faults: tuple[tuple[int, str], ...] = ()
    certain: bool = True
    doubtful: bool = False


def scan_string(text: str, start: int, *, is_key: bool = False) -> ScannedString:
    """Scan the string with an opening quote of any kind at `start`."""
    plain = _PLAIN.match(text, start)
    if plain and _FOLLOWS.match(text, plain.end()):
        return ScannedString(plain[1], plain.end())
    quotes = _closing_quotes(text, start, start + 1, "\n")
    first = next(quotes, None)
    if first is not None and _FOLLOWS.match(text, first + 1):
        return _decode(text, start, first)
    unclosed_key = _UNCLOSED_KEY.match(text, start) if is_key else None
    if unclosed_key:
        key = unclosed_key[1].rstrip(" \t")
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
    faults = list(preceding)

    repairs = count(1)

    def repair(match: re.Match[str]) -> str:
        special = match[0]
        message = ""
        if match["fine"]:
            return special
        if len(faults) > MOST_PROBLEMS or next(repairs) > _MOST_REPAIRS:
            raise _TooManyRepairsError
        if match["half"]:
            message = f"{special} is half a character: write the character itself."
            special = "\\ufffd"
        elif match["control"]:
            message = _control_message(special)
            special = json.dumps(special)[1:-1]
        elif match["wrong"]:
            message = _escape_message(special) if text[start] == '"' else ""
            special = json.dumps(special[1:] if special[1:] in CLOSING_QUOTES else special)[1:-1]
        elif match["quote"]:
            special = '\\"'
        if message:
            faults.append((content + match.start(), message))
        return special

    try:
        value: str = json.loads(f'"{_SPECIAL.sub(repair, text[content:end])}"')
    except _TooManyRepairsError:
        message = f"More than {_MOST_REPAIRS:,} escapes of this text are wrong: write it anew."
        return ScannedString("", end + 1, tuple(faults) or ((start, message),))
    return ScannedString(value, end + 1, tuple(faults))


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

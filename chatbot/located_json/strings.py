"""Strings in quotes: end and value, also with wrong quotes or escapes."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from chatbot.located_json.escapes import Repairs, strictly_decoded
from chatbot.located_json.quotes import CLOSING_QUOTES
from chatbot.text.sentence import sentence
from chatbot.text.wording import shortened

_TRIPLES = ('"""', "'''")

# Characters that may follow a closing quote, and characters that hardly ever follow a quote in the
# middle of a text.
_FOLLOWS = re.compile(r"""[ \t\r]*(?:[,:\]}"{\[;=/#]|\)\s*+(?:[,\])};]|$)|$)""", re.MULTILINE)
_SURELY_FOLLOWS = re.compile(r"""[ \t\r]*(?:[\]}]|,[ \t\r]*(?:["'{\[\d-]|$)|$)""", re.MULTILINE)
_PLAIN = re.compile(r'"([^"\\\x00-\x1f]*)"')
_UNCLOSED_KEY = re.compile(r'"([^"\\:\n]*+):[ \t]*["\[{]')
_MOST_INNER_QUOTES = 200
_LONGEST_SEARCH = 10_000
_HOLE = re.compile(r"(?:[^\\$]++|\\.|\$(?!\{))*+\$\{", re.DOTALL)
_HOLE_MESSAGE = sentence(
    "Here a value of the program belongs: write the text that is meant, without ${ }."
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
        message = sentence('The key "%(key)s" has no closing quote: add it.', key=shortened(key))
        return ScannedString(key, start + 1 + len(key), ((start, message),))
    if first is not None:
        return _with_inner_quotes(text, start, first)
    end = _end_on_later_line(text, start)
    return _unterminated(text, start) if end is None else _decode(text, start, end)


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
            inner = (first, sentence('This quote is inside a text: write \\" in place of ".'))
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
    message = sentence("The closing quote of this text is missing: add it.")
    scanned = _decode(text, start, end, (start, message))
    return ScannedString(scanned.value, end, scanned.faults, certain=False)


def _decode(text: str, start: int, end: int, *preceding: tuple[int, str]) -> ScannedString:
    """Decode the text between two quotes; escapes of code have one meaning, or are in doubt."""
    content, quote = start + 1, text[start]
    hole = _HOLE.match(text, content, end) if quote == "`" else None
    if hole is None and (plain := strictly_decoded(text[content:end])) is not None:
        return ScannedString(plain, end + 1, preceding)
    repairs = Repairs(content, quote, list(preceding))
    if hole:
        repairs.doubt(hole.end() - 2, _HOLE_MESSAGE)
    value = repairs.decoded(text[content:end])
    return ScannedString(value, end + 1, tuple(repairs.faults), certain=not repairs.has_doubts)


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
    repairs = Repairs(start + 3, quotes)
    value = repairs.decoded(text[start + 3 : end])
    certain = not repairs.has_doubts
    return ScannedString(value, end + 3, tuple(repairs.faults), certain=certain, quotes=quotes)

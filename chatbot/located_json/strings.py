"""Where a text in quotes ends and what it says, also when its quotes or escapes are wrong."""

import json
import re
from dataclasses import dataclass

CLOSING_QUOTES = {'"': '"', "'": "'", "`": "`", "‘": "‘’'", "“": '“”"', "”": '“”"', "„": '“”"'}

# What may follow a closing quote at all; and what follows one but hardly ever a quote in mid-text.
_FOLLOWS = re.compile(r"""[ \t\r]*(?:[,:\]}"{\[;=/#]|$)""", re.MULTILINE)
_SURELY_FOLLOWS = re.compile(r"""[ \t\r]*(?:[\]}]|,[ \t\r]*(?:["'{\[\d-]|$)|$)""", re.MULTILINE)
_PLAIN = re.compile(r'"([^"\\\x00-\x1f]*)"')
_UNCLOSED_KEY = re.compile(r'"([^"\\:\n]*?)[ \t]*:[ \t]*["\[{]')
_TAIL = re.compile(r"[\s,\]}]*\Z")
_SPECIAL = re.compile(
    r"""(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})
    |(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})
    |(?P<escape>\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))
    |(?P<wrong>\\.?)
    |(?P<control>[\x00-\x1f]+)
    |(?P<quote>")""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class ScannedString:
    """A text, the offset after it, and its faults as (offset, message).

    It is not `certain` where its end had to be guessed.
    """

    value: str
    end: int
    faults: tuple[tuple[int, str], ...] = ()
    certain: bool = True


def scan_string(text: str, start: int, *, is_key: bool = False) -> ScannedString:
    """Read the string whose opening quote, of any kind, is at `start`."""
    plain = _PLAIN.match(text, start)
    if plain and _FOLLOWS.match(text, plain.end()):
        return ScannedString(plain[1], plain.end())
    quotes = _quotes(text, start, start + 1, _line_end(text, start))
    if quotes and _FOLLOWS.match(text, quotes[0] + 1):
        return _decoded(text, start, quotes[0])
    unclosed_key = _UNCLOSED_KEY.match(text, start) if is_key else None
    if unclosed_key:
        message = f'The key "{unclosed_key[1]}" has no closing quote: add it.'
        return ScannedString(unclosed_key[1], unclosed_key.end(1), ((start, message),))
    if quotes:
        return _with_inner_quotes(text, start, quotes)
    below = _end_below(text, start)
    return _unterminated(text, start) if below is None else _decoded(text, start, below)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _quotes(text: str, opening: int, start: int, end: int) -> list[int]:
    """Return where quotes that can close the opening one stand without a backslash before."""
    quote = re.compile(rf"\\.|[{CLOSING_QUOTES[text[opening]]}]", re.DOTALL)
    return [match.start() for match in quote.finditer(text, start, end) if match[0][0] != "\\"]


def _with_inner_quotes(text: str, start: int, quotes: list[int]) -> ScannedString:
    for end in quotes[1:]:
        if _SURELY_FOLLOWS.match(text, end + 1):
            inner = (quotes[0], 'This quote is inside a text: write \\" in place of ".')
            return _decoded(text, start, end, *([inner] if text[start] == '"' else []))
    return _decoded(text, start, quotes[0])


def _end_below(text: str, start: int) -> int | None:
    """Return the closing quote on a later line, if the string looks as if it went on there."""
    quote = next(iter(_quotes(text, start, _line_end(text, start), len(text))), None)
    return None if quote is None or not _SURELY_FOLLOWS.match(text, quote + 1) else quote


def _unterminated(text: str, start: int) -> ScannedString:
    tail = _TAIL.search(text, start + 1, _line_end(text, start))
    end = tail.start() if tail else start + 1
    message = "The closing quote of this text is missing: add it."
    scanned = _decoded(text, start, end, (start, message))
    return ScannedString(scanned.value, end, scanned.faults, certain=False)


def _decoded(text: str, start: int, end: int, *known: tuple[int, str]) -> ScannedString:
    """Decode what is between two quotes; in single quotes the quotes alone are worth naming."""
    faults = list(known)
    content = start + 1

    def repaired(match: re.Match[str]) -> str:
        found = match[0]
        message = ""
        if match["half"]:
            message = f"{found} is half a character: write the character itself."
            found = "\\ufffd"
        elif match["control"]:
            message = _control_message(found)
            found = json.dumps(found)[1:-1]
        elif match["wrong"]:
            message = _escape_message(found) if text[start] == '"' else ""
            found = json.dumps(found[1:] if found[1:] in CLOSING_QUOTES else found)[1:-1]
        elif match["quote"]:
            found = '\\"'
        if message:
            faults.append((content + match.start(), message))
        return found

    value: str = json.loads(f'"{_SPECIAL.sub(repaired, text[content:end])}"')
    return ScannedString(value, end + 1, tuple(faults))


def _escape_message(found: str) -> str:
    if found[1:] in CLOSING_QUOTES:
        return f"{found} is no escape that JSON knows: write {found[1:]} without the backslash."
    if found == "\\u":
        return "\\u needs four hexadecimal digits after it, as in \\u00e9: add them."
    return f"{found.rstrip()} is no escape that JSON knows: write \\\\ for a backslash."


def _control_message(found: str) -> str:
    if "\n" in found or "\r" in found:
        return "A text cannot go on over a line break: write it on one line, with \\n for a break."
    if "\t" in found:
        return "A text cannot hold a tab: write \\t or a space."
    return f"A text cannot hold the control character U+{ord(found[0]):04X}: delete it."

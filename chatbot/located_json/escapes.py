"""Content of strings: escapes, those of program code too, and characters that need one."""

import json
import re
import sys
from dataclasses import dataclass, field

from chatbot.located_json.problems import MOST_PROBLEMS
from chatbot.located_json.quotes import CLOSING_QUOTES
from chatbot.text.sentence import sentence
from chatbot.text.wording import grouped

_MOST_REPAIRS = 50_000
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNFIT = re.compile("[\0\ud800-\udfff]")
_SPECIAL = re.compile(
    r"""(?P<fine>(?:(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}
        |(?!\\u(?:[dD][89a-fA-F]|0000))\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))[^"\\\x00-\x1f]*+)++)
    |(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})
    |(?P<nul>\\(?:u0000|x00|U0{8}|u\{0{1,6}\}))
    |(?P<wrong>(?:\\x(?!00)[0-9a-fA-F]{2})++
        |\\(?:U[0-9a-fA-F]{8}|u\{[0-9a-fA-F]{1,6}\}|\r\n|.)?)
    |(?P<control>[\x00-\x1f]+)
    |(?P<quote>")""",
    re.VERBOSE | re.DOTALL,
)


class _TooManyRepairsError(Exception):
    pass


@dataclass
class Repairs:
    """Repairs of the content of a string, which begins at `content`, with a fault for each.

    `quotes` begin the string. In others than those of JSON stand escapes of program code, too:
    those with one meaning are no fault, and others a doubt. Three quotes may hold line breaks.
    """

    content: int
    quotes: str
    faults: list[tuple[int, str]] = field(default_factory=list)
    has_doubts: bool = False
    _count: int = 0

    def decoded(self, content: str) -> str:
        """Return the text of the content, "" where so much is wrong that nobody would mend it."""
        try:
            return str(json.loads(f'"{_SPECIAL.sub(self._repair, content)}"'))
        except _TooManyRepairsError:
            message = sentence(
                "More than %(most_repairs)s escapes of this text are wrong: write it anew.",
                most_repairs=grouped(_MOST_REPAIRS),
            )
            self.faults = self.faults or [(self.content - 1, message)]
            return ""

    def doubt(self, offset: int, message: str) -> None:
        """Add a fault about something that may mean two things."""
        self.faults.append((offset, message))
        self.has_doubts = True

    def _repair(self, match: re.Match[str]) -> str:
        if match["fine"]:
            return match[0]
        self._count += 1
        if len(self.faults) > MOST_PROBLEMS or self._count > _MOST_REPAIRS:
            raise _TooManyRepairsError
        offset = self.content + match.start()
        if match["wrong"]:
            return self._repaired_escape(offset, match[0])
        if message := self._message(match):
            self.faults.append((offset, message))
        return "\\ufffd" if match["half"] or match["nul"] else _written(match[0])

    def _message(self, match: re.Match[str]) -> str:
        if match["half"]:
            return sentence(
                "%(match)s is half a character: write the character itself.", match=match[0]
            )
        if match["nul"]:
            return sentence(
                "%(match)s is the character NUL, which no text may hold: delete it.", match=match[0]
            )
        if match["control"] and len(self.quotes) == 1:
            return _control_message(match[0])
        return ""

    def _repaired_escape(self, offset: int, escape: str) -> str:
        if self.quotes == '"':
            self.faults.append((offset, _escape_message(escape)))
            return _written(escape[1:] if escape[1:] in CLOSING_QUOTES else escape)
        character = _of_code(escape, self.quotes)
        if character is None:
            self.doubt(offset, _doubt_message(escape))
        return _written(escape if character is None else character)


def strictly_decoded(content: str) -> str | None:
    """Return the text if nothing in it is a fault: by far the fastest, and in the least memory."""
    try:
        value: str = json.loads(f'"{content}"')
    except ValueError:
        return None
    return None if "\\" in content and _UNFIT.search(value) else value


def _written(characters: str) -> str:
    return json.dumps(characters)[1:-1]


def _of_code(escape: str, quotes: str) -> str | None:
    """Characters of an escape with the same meaning in all programs that know it, or None."""
    body = escape[1:]
    if body in CLOSING_QUOTES or (body == "$" and quotes == "`"):
        return body
    if not body.strip("\r\n"):
        return "" if body else None
    if body[0] == "x" and len(body) > 1:
        data = bytes.fromhex(escape.replace("\\x", ""))
        return data.decode("latin-1") if _as_utf8(data) is None else None
    if body[0] in "uU" and len(body) > 1:
        code = int(body[1:].strip("{}"), 16)
        is_character = code <= sys.maxunicode and not _SURROGATE.match(chr(code))
        return chr(code) if is_character else None
    return None


def _as_utf8(data: bytes) -> str | None:
    """Characters of bytes that are UTF-8 as well, as a Python 2 reads them; None for others."""
    try:
        return None if data.isascii() else data.decode()
    except UnicodeDecodeError:
        return None


def _doubt_message(escape: str) -> str:
    if escape in ("\\u", "\\x"):
        return _digits_message(escape)
    if escape.startswith("\\x"):
        data = bytes.fromhex(escape.replace("\\x", ""))
        return sentence(
            "%(escape)s may be %(decode)s or %(value)s: write that itself.",
            escape=escape,
            decode=data.decode(),
            value=data.decode("latin-1"),
        )
    return sentence(
        "%(rstrip)s is not understood: write the character itself, or \\\\ for a backslash.",
        rstrip=escape.rstrip(),
    )


def _escape_message(escape: str) -> str:
    if escape[1:] in CLOSING_QUOTES:
        return sentence(
            "%(escape)s is no escape that JSON knows: write %(escape2)s without the backslash.",
            escape=escape,
            escape2=escape[1:],
        )
    if escape == "\\u":
        return _digits_message(escape)
    character = _of_code(escape, '"') or ""
    if character.isprintable() and character:
        return sentence(
            "%(escape)s is no escape that JSON knows: write %(character)s itself.",
            escape=escape,
            character=character,
        )
    return sentence(
        "%(rstrip)s is no escape that JSON knows: write \\\\ for a backslash.",
        rstrip=escape.rstrip(),
    )


def _digits_message(escape: str) -> str:
    if escape == "\\x":
        return sentence("\\x needs two hexadecimal digits after it, as in \\xe9: add them.")
    return sentence("\\u needs four hexadecimal digits after it, as in \\u00e9: add them.")


def _control_message(characters: str) -> str:
    if "\n" in characters or "\r" in characters:
        return sentence(
            "A text cannot go on over a line break: write it on one line, with \\n for a break."
        )
    if "\t" in characters:
        return sentence("A text cannot hold a tab: write \\t or a space.")
    code = f"{ord(characters[0]):04X}"
    return sentence(
        "A text cannot hold the control character U+%(characters)s: delete it.", characters=code
    )

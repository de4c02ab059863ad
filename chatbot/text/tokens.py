"""Tokens of a line for tagging: words, numbers and single signs, with their places and letter case.

Unlike the words of a message, none is left out or mended, so that a span of tokens is a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chatbot.text.words import MAX_CHARACTERS, without_accents

MAX_TOKENS = 100

_TOKEN = re.compile(
    # Scripts without spaces between words: a sign is a token.
    r"[\u0e00-\u0eff\u2e80-\u9fff]|[^\W_\u0e00-\u0eff\u2e80-\u9fff]+|[^\w\s]|_"
)
_LONGEST = 60
"""Characters of a token that are read."""

Token = tuple[str, int]
"""Word and shape of a token."""

SHAPES = ("lower", "title", "upper", "mixed", "number", "sign", "caseless")
"""Letter cases and kinds of tokens."""

_LONG_NUMBER = 3


@dataclass(frozen=True, slots=True)
class TextToken:
    """Word in small letters without accents, its place in the line, and its number in SHAPES.

    Digits of long numbers are zeros: two order numbers are used alike.
    """

    word: str
    shape: int
    start: int
    end: int


def text_tokens(line: str) -> list[TextToken]:
    """Return the first MAX_TOKENS tokens of a line."""
    tokens: list[TextToken] = []
    for match in _TOKEN.finditer(line[:MAX_CHARACTERS]):
        if len(tokens) == MAX_TOKENS:
            break
        word, shape = _read(match[0][:_LONGEST])
        tokens.append(TextToken(word, shape, match.start(), match.end()))
    return tokens


@lru_cache(maxsize=4096)
def _read(token: str) -> tuple[str, int]:
    word = without_accents(token.casefold())
    if token.isdecimal():
        return ("0" * len(token) if len(token) >= _LONG_NUMBER else word), SHAPES.index("number")
    return word, SHAPES.index(_shape(token))


def _shape(token: str) -> str:
    if not any(char.isalnum() for char in token):
        return "sign"
    if token.lower() == token.upper():
        return "caseless"
    if token.islower():
        return "lower"
    if token.isupper() and len(token) > 1:
        return "upper"
    return "title" if token[0].isupper() and token[1:] == token[1:].lower() else "mixed"

"""Texts in UTF-8 that were read as Windows-1252, and written again."""

from __future__ import annotations

import re
from functools import lru_cache

_LOST = "\N{REPLACEMENT CHARACTER}"
_QUOTES = frozenset("‘’“”»…–—")


def _table() -> dict[str, int]:
    """Bytes above ASCII by character; where Windows-1252 has none, as in Latin-1."""
    return {
        bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)
    }


_BYTES = _table()
_CONTINUATIONS = "".join(char for char, byte in _BYTES.items() if byte < 0xC0)
_SEQUENCE = re.compile(
    f"[Â-ß][{re.escape(_CONTINUATIONS)}]"
    f"|[à-ï][{re.escape(_CONTINUATIONS)}]{{2}}"
    f"|[ð-ô][{re.escape(_CONTINUATIONS)}]{{3}}"
)


def mended(text: str) -> str:
    """Return the text with each sequence of wrong characters as the character that was meant.

    "cafÃ©" is "café", and so is a text that went wrong twice. A capital letter before a closing
    quote or dots is left alone.
    """
    if text.isascii():
        return text
    better = _SEQUENCE.sub(_character, text)
    return better if better == text else mended(better)


def has_lost_characters(text: str) -> bool:
    """True for a text with replacement characters: the characters that were meant are lost."""
    return _LOST in text


def _character(match: re.Match[str]) -> str:
    sequence = match.group()
    before = match.string[match.start() - 1 : match.start()]
    if len(sequence) == 2 and sequence[1] in _QUOTES and not before.islower():
        return sequence
    return _decoded(sequence)


@lru_cache(maxsize=4096)
def _decoded(sequence: str) -> str:
    try:
        character = bytes(_BYTES[char] for char in sequence).decode()
    except UnicodeDecodeError:
        return sequence
    return character

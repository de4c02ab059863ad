"""Words and marks of a language, and what is none: numbers, paths, names of files, conditions."""

from __future__ import annotations

import re

_ENDS = (".", "!", "?", "…")
_MARKS = ("?", "？", "؟")
_OF_CODE = re.compile(
    r'[=<>\\_]|":|\*\*|\*[./]|\w\.\w|^\.\w|(?:^|[^a-z])/|/[^a-z]|/$', re.IGNORECASE
)
"""Signs within a word that no language has."""


def is_word(text: str) -> bool:
    """True for a text with a letter or an emoji."""
    return any(char.isalpha() or not char.isascii() for char in text)


def is_said(text: str) -> bool:
    """True for a text whose words are mostly those of a language; a command has a sign before."""
    words = list(filter(is_word, text.lstrip("/!").split()))
    return 2 * sum(not _OF_CODE.search(word) for word in words) > len(words)


def in_sentence(text: str) -> bool:
    """True for several words, or one that begins or ends a sentence, or is in no ASCII."""
    words = [word for word in text.split() if is_word(word)]
    is_whole = text.istitle() or not text.isascii() or text.rstrip().endswith(_ENDS)
    return len(words) > 1 or bool(words and is_whole)


def has_mark(text: str) -> bool:
    """True for a text that ends with a question mark, and has a letter: "?" alone asks nothing."""
    return text.rstrip(" !").endswith(_MARKS) and any(map(str.isalpha, text))

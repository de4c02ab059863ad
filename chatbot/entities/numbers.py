"""Numbers in a message: digits as they are written in the language, and small number words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from chatbot.entities.entity import Mention
from chatbot.entities.line import Line
from chatbot.entities.number_groups import find_groups
from chatbot.entities.number_words import number_words

NUMBER = (
    r"[-\u2212]?\d{1,3}(?:[., '\u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,6})?"
    r"|[-\u2212]?\d{1,15}(?:[.,]\d{1,6})?"
)
"""Pattern of a number in digits, perhaps with marks of thousands."""

_NUMBER = re.compile(rf"(?<![\w.,-])(?:{NUMBER})(?![\w]|[.,]\d)")
_THOUSANDS = re.compile(r"[-\u2212]?\d{1,3}(?:([., '\u00a0\u202f])\d{3})(?:\1\d{3})*")


def find_numbers(line: Line) -> Iterator[Mention]:
    """Find numbers; a word for one is not sure, for in many languages it is an article too."""
    groups = [*find_groups(line)]
    yield from (group for group, _, _ in groups if group)
    for mention in _single_numbers(line):
        if not any(start <= mention.start < end for _, start, end in groups):
            yield mention


def _single_numbers(line: Line) -> Iterator[Mention]:
    for match in _NUMBER.finditer(line.text):
        value = plain_number(match[0], line.language)
        yield Mention(value, match.start(), match.end())
    words = number_words(line.language)
    for token in line.tokens:
        if token.word in words:
            number = words[token.word]
            yield Mention(str(number), token.start, token.end, is_sure=number > 1)


def plain_number(written: str, language: str) -> str:
    """Return a number with a point for the decimals and no marks of thousands.

    A mark before three digits parts thousands, unless it is the decimal mark of the language.
    """
    mark = "." if language == "english" else ","
    digits = written.replace("\u2212", "-")
    parted = _THOUSANDS.fullmatch(digits)
    if parted and (parted[1] != mark or digits.count(mark) > 1):
        digits = re.sub(r"[^\d-]", "", digits)
    else:
        last = max(digits.rfind("."), digits.rfind(","))
        whole = re.sub(r"[^\d-]", "", digits[:last] if last > 0 else digits)
        digits = f"{whole}.{digits[last + 1 :]}" if last > 0 else whole
    number = Decimal(digits)
    return f"{number.normalize():f}" if number else "0"

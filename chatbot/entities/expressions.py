"""Regular expressions of authors, by RE2: in time linear in the message, whatever they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from chatbot.entities.entity import Entity, Mention
from chatbot.entities.line import Line
from chatbot.errors import ExplainedError

_LARGEST = 1 << 20
"""Bytes of a compiled expression and its automaton."""


class ExpressionError(ExplainedError, ValueError):
    """Error: no regular expression, or one that cannot be matched in linear time."""


def check_expression(pattern: str) -> None:
    """Raise ExpressionError for a pattern that is refused, or matches the empty text."""
    if _compile(pattern).search(""):
        raise ExpressionError(
            "This regular expression matches an empty text, and so every message: write what the"
            " value has at least."
        )


def find_expression(entity: Entity, line: Line) -> Iterator[Mention]:
    """Find matches of an expression that are whole words, in any letter case."""
    for match in _compiled(entity.pattern).finditer(line.text):
        start, end = match.span()
        if start < end and not (_is_inside(line.text, start) or _is_inside(line.text, end)):
            yield Mention(match.group(), start, end)


def _is_inside(text: str, place: int) -> bool:
    """True for a place between two letters or digits."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _compile(pattern: str) -> Any:
    import re2  # 1 MB that only a bot with an expression needs

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _LARGEST
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode(errors="replace") if error.args else "unknown"
        raise ExpressionError(
            f"This is no regular expression of RE2 ({reason}): it has no look-around and no"
            " references back, so that no message takes long, and is of moderate size."
        ) from error


_compiled = lru_cache(maxsize=256)(_compile)

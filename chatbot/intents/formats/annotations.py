"""Examples with marked entities, as plain text."""

from __future__ import annotations

import re

# Nothing within brackets may be a bracket, so that no text takes quadratic time.
_MARK = re.compile(r"\[([^\[\]]+)\](?:\([^()]*\)|\{[^{}]*\}|\[\{[^\[\]]*\}\])")


def plain_text(example: str) -> tuple[str, int]:
    """Return the text of an example without marks, and their number.

    Marks: `[Berlin](city)`, `[NYC](city:New York)`, `[Berlin]{"entity": "city"}`, and a list of
    such objects.
    """
    return _MARK.subn(r"\1", example)

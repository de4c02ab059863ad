"""Comments between the items of a JSON text, which stay with their items when others come in."""

from __future__ import annotations

import re

from chatbot.located_json.scanner import COMMENT

_COMMA_OR_COMMENT = re.compile(rf",|{COMMENT.pattern}", re.DOTALL)
_AT_LINE_END = re.compile(
    r"([ \t]*)(,?)([ \t]*)((?:/\*[^\n]*?\*/|//[^\r\n]*|#[^\r\n]*)[ \t]*)(?=\r?\n)"
)


def above_comments(text: str, begin: int, line: int) -> int:
    """Start of the comments on lines of their own above the line of an item; of the line if none.

    `begin` is the end of the item before, or the inside of the bracket.
    """
    first = line
    for match in _COMMA_OR_COMMENT.finditer(text, begin, line):
        start = text.rfind("\n", begin, match.start()) + 1
        if match[0] == ",":
            first = line
        elif first == line and start and not text[start : match.start()].strip(" \t"):
            first = start
    return first


def is_commented(text: str, end: int) -> bool:
    """Return True if a comment, and nothing else, is behind an item on its line."""
    return _AT_LINE_END.match(text, end) is not None


def followed_by(text: str, end: int, items: str) -> tuple[int, str]:
    """New text from the end of a last item on, with further items, and the offset that it ends at.

    A comment behind the last item on its line stays there, and a comma stays behind the last one.
    """
    match = _AT_LINE_END.match(text, end)
    if match is None:
        return end, f",{items}"
    before, comma, gap, comment = match.groups()
    return match.end(), f",{before}{gap}{comment}{items}{comma}"

"""Keys of objects: their spans in the text."""

from __future__ import annotations

import re

from chatbot.located_json.quotes import CLOSING_QUOTES
from chatbot.located_json.replacements import Replacement
from chatbot.located_json.scanner import Path, Scanner
from chatbot.located_json.source import JsonSource
from chatbot.located_json.strings import scan_string

_BARE = re.compile(r"[^\W\d][\w$-]*")


def key_span(source: JsonSource, path: Path) -> tuple[int, int]:
    """Return start and end of the key of the member at `path`, with its quotes if it has any."""
    parent, key = path[:-1], path[-1]
    members = list(source.value_at(parent))
    number = members.index(key)
    parsed = source.parsed
    scanner = Scanner(source.text)
    scanner.position = (
        parsed.ends[*parent, members[number - 1]] if number else _inside(source, path)
    )
    if scanner.next_character() == ",":
        scanner.position += 1
    scanner.next_character()
    start = scanner.position
    scanner.step_over_prefix(path)
    opening = source.text[scanner.position]
    if opening in CLOSING_QUOTES:
        return start, scan_string(source.text, scanner.position, is_key=True).end
    bare = _BARE.match(source.text, start)
    return start, bare.end() if bare else start


def member_removal(source: JsonSource, path: Path) -> Replacement | None:
    """Return the removal of a member, one of several; None if a comment stands beside it."""
    parent, members = path[:-1], list(source.value_at(path[:-1]))
    number, ends = members.index(path[-1]), source.parsed.ends
    if number + 1 < len(members):
        start, end = key_span(source, path)[0], key_span(source, (*parent, members[number + 1]))[0]
        gaps = source.text[ends[path] : end]
    else:
        start, end = ends[*parent, members[number - 1]], ends[path]
        gaps = source.text[start : key_span(source, path)[0]]
    return Replacement(start, end, "") if gaps.strip() == "," else None


def _inside(source: JsonSource, path: Path) -> int:
    """Offset after the bracket of the object that has the member."""
    return source.parsed.offsets[path[:-1]] + 1


def quoted_as(literal: str, text: str) -> str:
    """Return a plain `text` in the quotes of a literal; in double quotes if it has none."""
    quote = literal[:1] if literal[:1] in "\"'" else '"'
    return f"{quote}{text}{quote}"

"""Insertions of new items into the lists of a JSON text, with the rest of the text unchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from chatbot.located_json.comments import above_comments, followed_by, is_commented
from chatbot.located_json.replacements import Replacement
from chatbot.located_json.scanner import COMMENT, Path
from chatbot.located_json.source import JsonSource

_INDENT = re.compile(r"\n([ \t]+)\S")
_DEFAULT_INDENT = "  "
_SPACE = re.compile(rf"(?:\s++|{COMMENT.pattern})*+", re.DOTALL)


class JsonEditor:
    """Editor of a JSON text, in the style of the text: indent, line ends, escapes.

    New items go on separate lines, before the last item if the last item has a separate line: so
    no existing line needs another comma and changes. In a list on a single line, new items go to
    the end. Comments stay above their items, and behind them.
    """

    def __init__(self, source: JsonSource) -> None:
        self._text = source.text
        self._offsets = source.parsed.offsets
        self._ends = source.parsed.ends
        self._newline = "\r\n" if "\r\n" in source.text else "\n"
        indent = _INDENT.search(source.text)
        self._unit = indent[1] if indent else _DEFAULT_INDENT
        self._ascii = source.text.isascii() and "\\u" in source.text
        members = (path for path in self._offsets if path and isinstance(path[-1], str))
        first = next(members, None)
        is_compact = first is not None and source.text[self._offsets[first] - 1] == ":"
        self._comma, self._colon = (",", ":") if is_compact else (", ", ": ")

    def insert_items(
        self, path: Path, count: int, items: Sequence[Any], *, lead: int = 1
    ) -> Replacement:
        """Return the insertion of items into the list of `count` items at `path`.

        The first `lead` items of the list stay in front.
        """
        start = self._offsets[path]
        if not count:
            return self._first_items(start, items)
        last, end = self._offsets[(*path, count - 1)], self._ends[(*path, count - 1)]
        indent = self._indent_if_first(last)
        if indent is None and self._goes_on(end):
            texts = (f"{self._comma}{self._dump(item)}" for item in items)
            return Replacement.insertion(end, "".join(texts))
        is_flat = lead > 0 and "\n" not in self._text[last:end]  # as the last item is
        sibling_indent = self._sibling_indent(start, last) if indent is None else indent
        lines = [self._lines_of(item, sibling_indent, is_flat) for item in items]
        if indent is None or count <= lead:
            return self._behind(end, ",".join(self._newline + line for line in lines))
        before = self._ends[(*path, count - 2)] if count > 1 else start + 1
        line_start = above_comments(self._text, before, last - len(indent))
        return Replacement.insertion(
            line_start, "".join(f"{line},{self._newline}" for line in lines)
        )

    def insert_list(
        self, path: Path, members: Sequence[str], key: str, items: Sequence[Any]
    ) -> Replacement:
        """Return the insertion of a list as a new member of the object at `path`.

        The list goes before the second of the object's `members`, or after the only one.
        """
        end = self._ends[(*path, members[0])]
        if len(members) == 1:
            return Replacement.insertion(end, f"{self._comma}{self._member(key, list(items))}")
        comma = self._skip_space(end)
        second = self._skip_space(comma + 1)
        indent = self._indent_if_first(second)
        if indent is None:
            member = self._member(key, list(items))
            return Replacement.insertion(second, f"{member}{self._comma}")
        value = f"[{self._lines(items, indent)}{self._newline}{indent}]"
        line = above_comments(self._text, end, second - len(indent))
        return Replacement.insertion(
            line, f"{indent}{self._dump(key)}{self._colon}{value},{self._newline}"
        )

    def extend_value(self, path: Path, items: Sequence[Any]) -> tuple[Replacement, Replacement]:
        """Return the insertions that make a list of the value at `path`, with further items."""
        more = "".join(f"{self._comma}{self._dump(item)}" for item in items)
        return Replacement.insertion(self._offsets[path], "["), Replacement.insertion(
            self._ends[path], f"{more}]"
        )

    def replace_value(self, path: Path, value: Any) -> Replacement:
        """Return the replacement of the value at `path`."""
        return Replacement(self._offsets[path], self._ends[path], self._dump(value))

    def insert_member(self, path: Path, last: str, key: str, value: Any) -> Replacement:
        """Return the insertion of a new member after the `last` of the object at `path`."""
        end = self._ends[(*path, last)]
        indent = self._indent_of(end)
        member = f"{indent}{self._dump(key)}{self._colon}{self._dump(value, indent).lstrip()}"
        return self._behind(end, f"{self._newline}{member}")

    def insert_first_member(self, path: Path, key: str, value: Any) -> Replacement:
        """Return the insertion of a new member before all others of the object at `path`."""
        start = self._skip_space(self._offsets[path] + 1)
        indent = self._indent_if_first(start)
        space = self._comma[1:] if indent is None else f"{self._newline}{indent}"
        return Replacement.insertion(start, f"{self._member(key, value)},{space}")

    def append_document(self, path: Path, value: Any) -> Replacement:
        """Return the insertion of an object on a line of its own, after the object at `path`."""
        return Replacement.insertion(self._ends[path], self._newline + self._dump(value))

    def _goes_on(self, end: int) -> bool:
        """True if the line goes on behind the item that ends at an offset, not with a comment."""
        follows = "\n" not in self._text[end : self._skip_space(end)]
        return follows and not is_commented(self._text, end)

    def _sibling_indent(self, start: int, last: int) -> str:
        """Indent of a new line below a last item that has none of its own."""
        indent = self._indent_of(last)
        return indent if "\n" in self._text[start:last] else indent + self._unit

    def _behind(self, end: int, lines: str) -> Replacement:
        """Return the insertion of lines behind the last item, which ends at an offset."""
        stop, text = followed_by(self._text, end, lines)
        return Replacement(end, stop, text)

    def _first_items(self, start: int, items: Sequence[Any]) -> Replacement:
        indent = self._indent_of(start)
        preceding = self._text[self._text.rfind("\n", 0, start) + 1 + len(indent) : start]
        space = self._text[start + 1 : self._skip_space(start + 1)]
        if "\n" in space:
            return Replacement.insertion(start + 1, self._lines(items, indent))
        if "\n" not in self._text or preceding.startswith("{") or not preceding:
            return Replacement.insertion(start + 1, self._dump(list(items))[1:-1])
        return Replacement.insertion(
            start + 1, f"{self._lines(items, indent)}{self._newline}{indent}"
        )

    def _lines_of(self, item: Any, indent: str, is_flat: bool) -> str:
        return indent + self._dump(item) if is_flat else self._dump(item, indent)

    def _lines(self, items: Sequence[Any], indent: str) -> str:
        lines = (self._newline + self._dump(item, indent + self._unit) for item in items)
        return ",".join(lines)

    def _member(self, key: str, value: Any) -> str:
        """Return a member of an object on a single line."""
        return f"{self._dump(key)}{self._colon}{self._dump(value)}"

    def _dump(self, value: Any, indent: str | None = None) -> str:
        """Return JSON on a single line; with an indent, an object on several indented lines."""
        if indent is None or not isinstance(value, dict):
            separators = (self._comma, self._colon)
            text = json.dumps(value, ensure_ascii=self._ascii, separators=separators)
            return (indent or "") + text
        separators = (",", self._colon)
        text = json.dumps(value, ensure_ascii=self._ascii, indent=self._unit, separators=separators)
        return self._newline.join(indent + line for line in text.split("\n"))

    def _skip_space(self, offset: int) -> int:
        """Offset of the next character other than space and comments."""
        match = _SPACE.match(self._text, offset)
        return match.end() if match else offset

    def _indent_if_first(self, offset: int) -> str | None:
        """Space before an offset on the line; None on the first line or after other characters."""
        preceding = self._text[self._text.rfind("\n", 0, offset) + 1 : offset]
        on_later_line = "\n" in self._text[:offset]
        return preceding if on_later_line and not preceding.strip(" \t") else None

    def _indent_of(self, offset: int) -> str:
        line = self._text[self._text.rfind("\n", 0, offset) + 1 : offset]
        return line[: len(line) - len(line.lstrip(" \t"))]

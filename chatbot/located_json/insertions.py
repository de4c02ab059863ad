"""Longer lists in a JSON text: where new items go so that everything else stays as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from chatbot.located_json.scanner import Path
from chatbot.located_json.source import JsonSource

_DECODER = json.JSONDecoder()
_INDENT = re.compile(r"\n([ \t]+)\S")
_USUAL_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Insertion:
    """A text to put in at an offset."""

    offset: int
    text: str


def inserted(text: str, insertions: Iterable[Insertion]) -> str:
    """Return the text with all insertions, whose offsets are those of the text as it is."""
    for each in sorted(insertions, key=lambda each: each.offset, reverse=True):
        text = text[: each.offset] + each.text + text[each.offset :]
    return text


class GrowingJson:
    """A JSON text without faults, and the insertions that make its lists longer.

    New items go on lines of their own, before the last item where that has a line of its own: so
    no line changes that was there, as one does that gets a comma. In a list on one line they go to
    its end.
    """

    def __init__(self, source: JsonSource) -> None:
        self._text = source.text
        self._offsets = source.parsed.offsets
        self._newline = "\r\n" if "\r\n" in source.text else "\n"
        found = _INDENT.search(source.text)
        self._unit = found[1] if found else _USUAL_INDENT
        self._ascii = source.text.isascii() and "\\u" in source.text

    def items(self, path: Path, count: int, new: Sequence[Any], *, lead: int = 1) -> Insertion:
        """Return the insertion of `new` items into the list at `path`, which has `count` items.

        The first `lead` of those that are there stay the first.
        """
        start = self._offsets[path]
        if not count:
            return self._first_items(start, new)
        last = self._offsets[(*path, count - 1)]
        end = self._end(last)
        indent = self._indent_if_first(last)
        if indent is not None and count > lead:
            line = last - len(indent)
            shown = "".join(f"{self._shown(each, indent)},{self._newline}" for each in new)
            return Insertion(line, shown)
        if indent is None and "\n" not in self._text[end : self._next(end)]:
            return Insertion(end, "".join(f", {self._shown(each)}" for each in new))
        beside = self._indent_of(last) if indent is None else indent
        lines = (f",{self._newline}{self._shown(each, beside)}" for each in new)
        return Insertion(end, "".join(lines))

    def member(
        self, path: Path, members: Sequence[str], key: str, items: Sequence[Any]
    ) -> Insertion:
        """Return the insertion of a list as a new member of the object at `path`.

        It goes before the second of the object's `members`, of which there are two or more.
        """
        before = self._next(self._end(self._offsets[(*path, members[0])]))
        second = self._next(before + 1)
        indent = self._indent_if_first(second)
        if indent is None:
            return Insertion(second, f"{self._shown(key)}: {self._shown(list(items))}, ")
        shown = f"[{self._lines(items, indent)}{self._newline}{indent}]"
        line = second - len(indent)
        return Insertion(line, f"{indent}{self._shown(key)}: {shown},{self._newline}")

    def _first_items(self, start: int, new: Sequence[Any]) -> Insertion:
        indent = self._indent_of(start)
        before = self._text[self._text.rfind("\n", 0, start) + 1 + len(indent) : start]
        inside = self._text[start + 1 : self._next(start + 1)]
        if "\n" in inside:
            return Insertion(start + 1, self._lines(new, indent))
        if "\n" not in self._text or before.startswith("{") or not before:
            return Insertion(start + 1, self._shown(list(new))[1:-1])
        return Insertion(start + 1, f"{self._lines(new, indent)}{self._newline}{indent}")

    def _lines(self, items: Sequence[Any], indent: str) -> str:
        shown = (self._newline + self._shown(each, indent + self._unit) for each in items)
        return ",".join(shown)

    def _shown(self, value: Any, indent: str | None = None) -> str:
        """A value on one line; with an indent an object on several, beginning with it."""
        if indent is None or not isinstance(value, dict):
            return (indent or "") + json.dumps(value, ensure_ascii=self._ascii)
        text = json.dumps(value, ensure_ascii=self._ascii, indent=self._unit)
        return self._newline.join(indent + line for line in text.split("\n"))

    def _end(self, offset: int) -> int:
        """Where the value ends that begins here."""
        return _DECODER.raw_decode(self._text, offset)[1]

    def _next(self, offset: int) -> int:
        """Where something comes after space."""
        rest = self._text[offset:]
        return offset + len(rest) - len(rest.lstrip(" \t\r\n"))

    def _indent_if_first(self, offset: int) -> str | None:
        """What is before this on its line; None where that is more than space."""
        before = self._text[self._text.rfind("\n", 0, offset) + 1 : offset]
        on_a_line = "\n" in self._text[:offset]
        return before if on_a_line and not before.strip(" \t") else None

    def _indent_of(self, offset: int) -> str:
        line = self._text[self._text.rfind("\n", 0, offset) + 1 : offset]
        return line[: len(line) - len(line.lstrip(" \t"))]

"""Replacements of spans in a text, and removals of items from lists of JSON."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chatbot.located_json.scanner import Path
from chatbot.located_json.source import JsonSource

_COMMA = re.compile(r"\s*,\s*")


@dataclass(frozen=True, slots=True)
class Replacement:
    """A text in place of the characters from `start` to before `end`; none for an insertion."""

    start: int
    end: int
    text: str

    @classmethod
    def insertion(cls, offset: int, text: str) -> Replacement:
        """Return the insertion of a text at an offset."""
        return cls(offset, offset, text)


def apply_replacements(text: str, replacements: Iterable[Replacement]) -> str:
    """Return the text with all replacements, none over another; offsets are of the original."""
    for new in sorted(replacements, key=lambda replacement: replacement.start, reverse=True):
        text = text[: new.start] + new.text + text[new.end :]
    return text


def item_removals(source: JsonSource, paths: Iterable[Path]) -> Iterator[Replacement]:
    """Return the removals of list items, with a comma before or after each run of items."""
    removed: dict[Path, set[int]] = defaultdict(set)
    for path in paths:
        index = path[-1]
        assert isinstance(index, int), "items of lists have numbers"
        removed[path[:-1]].add(index)
    for parent, indexes in removed.items():
        for index in sorted(indexes):
            if index - 1 not in indexes:
                last = index
                while last + 1 in indexes:
                    last += 1
                yield _removal(source, parent, index, last)


def _removal(source: JsonSource, parent: Path, first: int, last: int) -> Replacement:
    """Removal of the items from `first` to `last`; comments beside a comma stay."""
    offsets, ends = source.parsed.offsets, source.parsed.ends
    start, end = offsets[*parent, first], ends[*parent, last]
    following = offsets.get((*parent, last + 1))
    if following is not None and _COMMA.fullmatch(source.text, end, following):
        return Replacement(start, following, "")
    comma = _COMMA.match(source.text, end)
    if following is not None and comma:
        return Replacement(start, comma.end(), "")
    if first and _COMMA.fullmatch(source.text, ends[*parent, first - 1], start):
        return Replacement(ends[*parent, first - 1], end, "")
    return Replacement(start, comma.end() if comma else end, "")

"""Replacements of spans in a text, and removals of items from lists of JSON."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from chatbot.located_json.scanner import COMMENT, Path
from chatbot.located_json.source import JsonSource

_COMMA_OR_COMMENT = re.compile(rf",|{COMMENT.pattern}", re.DOTALL)


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
    parts: list[str] = []
    position = 0
    for new in sorted(replacements, key=lambda replacement: (replacement.start, replacement.end)):
        parts += (text[position : new.start], new.text)
        position = new.end
    return "".join([*parts, text[position:]])


def item_removals(source: JsonSource, paths: Iterable[Path]) -> Iterator[Replacement]:
    """Return the removals of list items, each with a comma; all comments stay."""
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
        yield from _commas(source, parent, indexes)


def _commas(source: JsonSource, parent: Path, removed: set[int]) -> Iterator[Replacement]:
    """Insertion of the comma that makes a tuple of Python of the only item that is left."""
    parsed = source.parsed
    items = source.value_at(parent)
    left = [index for index in range(len(items)) if index not in removed]
    if source.text[parsed.offsets[parent]] != "(" or len(left) != 1:
        return
    last = len(items) - 1
    tail = source.text[parsed.ends[*parent, last] : parsed.ends[parent] - 1]
    # A comma between it and a removed item stays only where a further item follows.
    if "," not in COMMENT.sub("", tail) and not (left[0] < last and last not in removed):
        yield Replacement.insertion(parsed.ends[*parent, left[0]], ",")


def _removal(source: JsonSource, parent: Path, first: int, last: int) -> Replacement:
    """Removal of the items from `first` to `last`, between two other items or the brackets."""
    offsets, ends = source.parsed.offsets, source.parsed.ends
    start = ends[*parent, first - 1] if first else offsets[parent] + 1
    following = offsets.get((*parent, last + 1))
    end = ends[parent] - 1 if following is None else following
    items = [(*parent, index) for index in range(first, last + 1)]
    begins, stops = (offsets[item] for item in items), (ends[item] for item in items)
    gaps = zip((start, *stops), (*begins, end), strict=True)
    tokens = [token for left, right in gaps for token in (*_tokens(source.text[left:right]), "")]
    surplus = tokens.count(",") == len(items) + 1 and first > 0
    return Replacement(start, end, _rest(tokens[:-1], surplus, following is None))


def _tokens(text: str) -> Iterator[str]:
    """Commas, comments and the space around each, perhaps none."""
    position = 0
    for match in _COMMA_OR_COMMENT.finditer(text):
        yield from (text[position : match.start()], match[0])
        position = match.end()
    yield text[position:]


def _rest(tokens: list[str], has_comma: bool, is_last: bool) -> str:
    """Return the comments, the first comma if it `has_comma`, and the space that fits.

    Every second token is space, an empty one between stands for a removed item.
    """
    parts: list[str] = []
    spaces: list[str] = []
    for space, sign in zip_longest(tokens[::2], tokens[1::2], fillvalue=""):
        spaces.append(space)
        if sign == "," and not has_comma:
            continue
        if sign:
            has_comma = has_comma and sign != ","
            parts += (_space(spaces), sign)
            spaces = []
    closes = is_last and ("\n" in spaces[-1] or not _ends_a_line(parts))
    space = spaces[-1] if closes else spaces[0] or (spaces[-1] if parts else "")
    if "\n" in space and _ends_a_line(parts):
        space = space.lstrip(" \t")
    return "".join([*parts, space])


def _space(spaces: list[str]) -> str:
    """Return the space before a comment or a comma: that of a line of its own, if there is one."""
    return next((space for space in spaces if "\n" in space), spaces[0] or spaces[-1])


def _ends_a_line(parts: list[str]) -> bool:
    return bool(parts) and parts[-1].startswith(("//", "#"))

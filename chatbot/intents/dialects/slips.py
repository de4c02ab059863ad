"""Names of the parts of an intent with a letter wrong."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from chatbot.intents.dialects.common_names import COMMON_NAMES
from chatbot.intents.dialects.names import Role, normalized, role_of

_SHORTEST_MISSPELT = 8
_SHORTEST_NEAR = 5

_OTHER_KEYS = frozenset(
    (
        *("content", "contents", "contexts", "text", "next", "types", "message", "respond"),
        *("phase", "phases", "relies", "replied", "queried", "sampled", "sampler", "sentenced"),
        *("simple", "ample", "variants", "trainingdate", "matches"),
        *("patrons", "aufgaben", "consult", "expresses"),
    )
)
"""Words of their own, although a letter away from a name: a word is no slip."""

_TAG_SLIPS = frozenset(
    ("tga", "atg", "tagg", "taag", "intet", "inten", "itent", "intnet", "inetnt")
)
"""Slips of short names of a tag: each of them is no word."""

_SHORT_MISSPELT = frozenset(
    (
        *("pattern", "inputs", "trigger", "example", "phrases", "phrase", "queries", "samples"),
        *("sample", "keyword", "answers", "answer", "outputs", "output", "replies"),
    )
)
_ROLES: tuple[Role, ...] = ("patterns", "responses", "context_set", "context_filter")
_MISSPELT: dict[str, Role] = {
    name: role
    for role in _ROLES
    for name in COMMON_NAMES[role]
    if len(name) >= _SHORTEST_MISSPELT or name in _SHORT_MISSPELT
}
"""Names that are recognised with one letter wrong: long ones of roles that carry content.

Short ones are English: a letter away from "muster" is "master".
"""

_LENGTHS = range(min(map(len, _MISSPELT)), max(map(len, _MISSPELT)) + 1)


def any_role(key: str) -> Role | None:
    """Return the role of a key, or of the name that it is a slip of, or None."""
    return role_of(key) or near_role(key)


@lru_cache(maxsize=4096)
def near_role(key: str) -> Role | None:
    """Return the role of a key with one letter wrong, missing, surplus or swapped, or None."""
    name = normalized(key)
    if name in _TAG_SLIPS:
        return "tag"
    is_other = name in _OTHER_KEYS or any(map(str.isdigit, name))
    if len(name) < _SHORTEST_NEAR or is_other or role_of(name):
        return None
    roles = {_MISSPELT[other] for other in _alike(name) if differ_by_one(name, other)}
    return roles.pop() if len(roles) == 1 else None


def _alike(name: str) -> Iterator[str]:
    """Names that begin or end as a name, and have at most a letter more or less.

    A wrong letter, or two swapped ones, leave one of the halves alone: so few names are compared
    with a key, of which a file may have a hundred thousand.
    """
    if name[:2] not in _STARTS and name[-2:] not in _ENDS:
        return
    for length in (len(name) - 1, len(name), len(name) + 1):
        if length in _LENGTHS:
            start, end = _halves(name, length)
            yield from _BY_START.get(start, ())
            yield from _BY_END.get(end, ())


def _halves(name: str, length: int) -> tuple[str, str]:
    """Beginning and end of a name that leave a letter in the middle of another of a length."""
    half = (length - 1) // 2
    return f"{length}{name[:half]}", f"{length}{name[-half:]}"


_STARTS, _ENDS = {name[:2] for name in _MISSPELT}, {name[-2:] for name in _MISSPELT}
_BY_START: dict[str, list[str]] = {}
_BY_END: dict[str, list[str]] = {}
for _name in _MISSPELT:
    _start, _end = _halves(_name, len(_name))
    _BY_START.setdefault(_start, []).append(_name)
    _BY_END.setdefault(_end, []).append(_name)


def differ_by_one(left: str, right: str) -> bool:
    """True if one letter is wrong, missing, surplus, or swapped with its neighbour."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    pairs = enumerate(zip(left, right, strict=False))
    start = next((index for index, (a, b) in pairs if a != b), min(len(left), len(right)))
    left, right = left[start:], right[start:]
    if len(left) == len(right):
        swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
        return swapped or left[1:] == right[1:]
    shorter, longer = sorted((left, right), key=len)
    return longer[1:] == shorter

"""Contexts of an intent in the form of the files: names, lifespans by name, all of several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, TypeGuard

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from chatbot.intents.intent_set import Intent
from chatbot.intents.reserved_tags import CLOSE_ALL
from chatbot.text.comparison import is_blank

MOST_TURNS = 10_000
"""Longest lifespan, in messages."""

Opening = str | dict[str, int | None]
"""Name of a context to open, or lifespans by name: 0 closes, None has no limit."""

Awaited = list[str] | dict[Literal["all", "any"], list[str]]
"""Contexts of which one is enough, or those by "all": "any" is read as a list."""

_NAMES_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_LIFESPANS_SCHEMA = {
    "type": "object",
    "additionalProperties": {"type": ["integer", "null"], "minimum": 0, "maximum": MOST_TURNS},
}
_OPENED_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        _LIFESPANS_SCHEMA,
        {"type": "array", "items": {"anyOf": [{"type": "string"}, _LIFESPANS_SCHEMA]}},
    ]
}
_AWAITED_SCHEMA = {
    "anyOf": [
        *_NAMES_SCHEMA["anyOf"],
        {
            "type": "object",
            "properties": {"all": _NAMES_SCHEMA, "any": _NAMES_SCHEMA},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ]
}


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, (str, dict)) else value


def _kind(value: Any) -> str:
    return "object" if isinstance(value, dict) else "list"


def _names(names: Iterable[str]) -> list[str]:
    return [name.strip() for name in names if not is_blank(name)]


def _tidy_openings(openings: Sequence[Opening]) -> list[Opening]:
    """Openings without blanks around names, and CLOSE_ALL first if a name is blank."""
    kept: list[Opening] = []
    closes = False
    for opening in openings:
        closes = closes or any(map(is_blank, [opening] if isinstance(opening, str) else opening))
        if isinstance(opening, str):
            kept += _names([opening])
        elif lifespans := {name.strip(): opening[name] for name in opening if not is_blank(name)}:
            kept.append(lifespans)
    return [CLOSE_ALL, *kept] if closes else kept


def _tidy_awaited(awaited: Awaited) -> Awaited:
    if isinstance(awaited, list):
        return _names(awaited)
    names = _names(name for group in awaited.values() for name in group)
    return {"all": names} if "all" in awaited and len(names) > 1 else names


_Turns = Annotated[int, Field(strict=True, ge=0, le=MOST_TURNS)] | None
_Names = Annotated[list[str], BeforeValidator(_listed)]

OpenedField = Annotated[
    list[
        Annotated[
            Annotated[str, Tag("list")] | Annotated[dict[str, _Turns], Tag("object")],
            Discriminator(_kind),
        ]
    ],
    BeforeValidator(_listed),
    AfterValidator(_tidy_openings),
    WithJsonSchema(_OPENED_SCHEMA),
]
"""Contexts that an answer opens or closes: a list of Opening."""

AwaitedField = Annotated[
    Annotated[_Names, Tag("list")]
    | Annotated[
        dict[Literal["all", "any"], _Names], Field(min_length=1, max_length=1), Tag("object")
    ],
    Discriminator(_kind),
    AfterValidator(_tidy_awaited),
    WithJsonSchema(_AWAITED_SCHEMA),
]
"""Contexts that an intent waits for: Awaited."""


def lifespans_of(openings: Iterable[Opening]) -> dict[str, int | None]:
    """Return the lifespans by name, where the author gives them."""
    objects = (opening for opening in openings if isinstance(opening, dict))
    return {name: lifespan for lifespans in objects for name, lifespan in lifespans.items()}


def are_lifespans(value: Any) -> TypeGuard[dict[str, int | None]]:
    """True for an object of lifespans by name."""
    return isinstance(value, dict) and all(
        lifespan is None or (type(lifespan) is int and 0 <= lifespan <= MOST_TURNS)
        for lifespan in value.values()
    )


def opened_names(openings: Iterable[Opening]) -> list[str]:
    """Return the names of the contexts that are opened, and CLOSE_ALL if all others close."""
    names = [
        name
        for opening in openings
        for name in ([opening] if isinstance(opening, str) else opening)
        if isinstance(opening, str) or opening[name] != 0
    ]
    return list(dict.fromkeys(names))


def awaited_names(awaited: Awaited) -> list[str]:
    """Return the names of the contexts that are awaited."""
    return awaited if isinstance(awaited, list) else awaited["all"]


def written_openings(intent: Intent) -> list[Opening]:
    """Return the openings of an intent, as a file has them."""
    lifespans = intent.lifespans
    opened: list[Opening] = [
        {name: lifespans[name]} if name in lifespans else name for name in intent.context_set
    ]
    opened += [{name: 0} for name, lifespan in lifespans.items() if lifespan == 0]
    return opened


def written_awaited(intent: Intent) -> Awaited:
    """Return the contexts that an intent waits for, as a file has them."""
    names = list(intent.context_filter)
    return {"all": names} if intent.needs_all else names

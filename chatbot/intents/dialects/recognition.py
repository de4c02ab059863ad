"""Recognition of the dialect of a file by its shape and its names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chatbot.intents.dialects.dialect import Dialect, Shape
from chatbot.intents.dialects.names import (
    QUESTION_NAMES,
    Role,
    near_role,
    normalized,
    role_of,
)
from chatbot.located_json.scanner import Path

_RASA = "rasa_nlu_data"
_INTENTS = "intents"


class UnrecognisedError(Exception):
    """Error: no dialect, or several. `lists` names those that could be the intents."""

    def __init__(self, lists: Sequence[str] = ()) -> None:
        super().__init__()
        self.lists = tuple(lists)


def recognise(documents: Sequence[Any]) -> Dialect:
    """Return the dialect of the values of a file: its document, and objects that follow.

    Raises UnrecognisedError.
    """
    first, *rest = documents
    dialects = [_recognise(first, ())]
    dialects += [_recognise(value, (-1 - index,)) for index, value in enumerate(rest)]
    return Dialect(dialects[0].shape, tuple(path for dialect in dialects for path in dialect.paths))


def _recognise(value: Any, path: Path) -> Dialect:
    if isinstance(value, list):
        return _of_list(value, path)
    if isinstance(value, dict):
        return _of_object(value, path)
    raise UnrecognisedError


def _of_list(items: list[Any], path: Path) -> Dialect:
    if _is_questions(items):
        return Dialect("questions", (path,))
    if any(has_content(item) for item in items):
        return Dialect("list", (path,))
    inner = [_recognise(item, (*path, index)) for index, item in enumerate(items)]
    if not inner:
        raise UnrecognisedError
    return Dialect(inner[0].shape, tuple(path for dialect in inner for path in dialect.paths))


def _of_object(value: dict[str, Any], path: Path) -> Dialect:
    candidates = [key for key, inner in value.items() if _holds_intents(inner)]
    rasa = value.get(_RASA)
    if isinstance(rasa, dict) and isinstance(rasa.get("common_examples"), list):
        _require_alone(_RASA, candidates)
        return Dialect("rasa", ((*path, _RASA, "common_examples"),))
    if _INTENTS in value:
        _require_alone(_INTENTS, candidates)
        return Dialect(_shape(value[_INTENTS]), ((*path, _INTENTS),))
    if has_content(value) and not candidates:
        return Dialect("single", (path,))
    if len(candidates) == 1 and not has_content(value):
        key = candidates[0]
        return Dialect(_shape(value[key]), ((*path, key),))
    if candidates:
        raise UnrecognisedError(candidates)
    if any(_is_whole(member) for member in value.values()):
        return Dialect("names", (path,))
    raise UnrecognisedError


def _require_alone(key: str, candidates: Sequence[str]) -> None:
    """Raise UnrecognisedError if other members of a file hold intents, too: which are meant?"""
    if not {*candidates} <= {key}:
        raise UnrecognisedError([key, *(other for other in candidates if other != key)])


def _shape(intents: Any) -> Shape:
    if isinstance(intents, dict):
        return "single" if has_content(intents) else "names"
    return "questions" if isinstance(intents, list) and _is_questions(intents) else "list"


def _holds_intents(value: Any) -> bool:
    """True for a list, or an object of objects, in which an intent has all that it needs."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_is_whole(item) for item in items)


def holds_intents(value: Any) -> bool:
    """True for an intent, or a list or an object of intents, in a part without a role."""
    if isinstance(value, dict) and _looks_whole(value):
        return True
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_looks_whole, items))


def _looks_whole(item: Any) -> bool:
    named = isinstance(item, dict) and not {"patterns", "responses"}.isdisjoint(item)
    return _is_whole(item) or (named and has_content(item))


def _is_questions(items: list[Any]) -> bool:
    """True for questions with answers, some of them without a tag."""
    objects = [item for item in items if isinstance(item, dict)]
    whole = bool(objects) and all(map(_is_whole, objects))
    return whole and any(
        "tag" not in _roles(item) and not QUESTION_NAMES.isdisjoint(map(normalized, item))
        for item in objects
    )


def has_content(item: Any) -> bool:
    """True for an object with patterns or responses and another part of an intent."""
    roles = _roles(item)
    return bool(roles & {"patterns", "responses"}) and len(roles) > 1


def _is_whole(item: Any) -> bool:
    return _roles(item) >= {"patterns", "responses"}


def _roles(item: Any) -> set[Role]:
    return set(_present_roles(item)) if isinstance(item, dict) else set()


def _present_roles(item: dict[str, Any]) -> Iterator[Role]:
    for key, value in item.items():
        role = role_of(key) or near_role(key)
        if role and not (role == "tag" and isinstance(value, (list, dict))):
            yield role

"""Recognition of the dialect of a file by its shape and its names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from chatbot.intents.dialects.dialect import Dialect, Shape
from chatbot.intents.dialects.locales import are_locales
from chatbot.intents.dialects.names import (
    QUESTION_NAMES,
    TOPIC_NAMES,
    Role,
    near_role,
    normalized,
    role_of,
)
from chatbot.intents.dialects.tagged_texts import tagged_parts
from chatbot.intents.dialects.texts import is_text
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
    if tagged := tagged_parts(value):
        return Dialect("tags", ((*path, tagged[0]), (*path, tagged[1])))
    candidates = [key for key, inner in value.items() if _holds_intents(inner)]
    is_named = any(map(_is_whole, value.values()))
    if not candidates and not is_named:
        candidates = [key for key, inner in value.items() if _holds_groups(inner)]
    rasa = value.get(_RASA)
    if isinstance(rasa, dict) and isinstance(rasa.get("common_examples"), list):
        _require_alone(_RASA, candidates)
        return Dialect("rasa", ((*path, _RASA, "common_examples"),))
    if _INTENTS in value:
        _require_alone(_INTENTS, candidates)
        inner = value[_INTENTS]
        lists = [key for key in _lists(inner) if len(inner) == 1]
        intents = (*path, _INTENTS, *lists)
        return Dialect(_shape(inner[lists[0]] if lists else inner), (intents,))
    if has_content(value) and not candidates:
        return Dialect("single", (path,))
    if len(candidates) == 1 and not has_content(value):
        key = candidates[0]
        return Dialect(_shape(value[key]), ((*path, key),))
    if candidates and {*candidates} == {*value} and _are_groups(value):
        return Dialect("questions", tuple((*path, key) for key in candidates))
    if candidates:
        raise UnrecognisedError(candidates)
    if is_named:
        return Dialect("names", (path,))
    return _of_inner(value, path)


def _of_inner(value: dict[str, Any], path: Path) -> Dialect:
    """Dialect of the only member that is an object around a list of intents."""
    around = [key for key, inner in value.items() if _lists(inner)]
    if len(around) != 1:
        raise UnrecognisedError(around)
    return _of_object(value[around[0]], (*path, around[0]))


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
    return any(map(_is_whole, _inner(value)))


def _holds_groups(value: Any) -> bool:
    """True for an object with groups of intents by name: {"sales": {"price": { … }}}."""
    return isinstance(value, dict) and any(
        isinstance(group, dict) and _holds_intents(group) for group in value.values()
    )


def _lists(value: Any) -> list[str]:
    """Keys of the lists of intents in an object: {"name": "Bot", "intents": [ … ]}."""
    members = value.items() if isinstance(value, dict) else ()
    return [key for key, inner in members if isinstance(inner, list) and _holds_intents(inner)]


def _are_groups(value: dict[str, Any]) -> bool:
    """True for lists of questions by subject, and by no languages."""
    lists = [inner for inner in value.values() if isinstance(inner, list)]
    return len(lists) == len(value) and all(map(_is_questions, lists)) and not are_locales(value)


def holds_intents(value: Any) -> bool:
    """True for an intent, or a list or an object of intents, in a part without a role."""
    return _looks_whole(value) or any(map(_looks_whole, _inner(value)))


def _inner(value: Any) -> Iterable[Any]:
    """Items of a list, values of an object; none of anything else."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _looks_whole(item: Any) -> bool:
    named = isinstance(item, dict) and not {"patterns", "responses"}.isdisjoint(item)
    return _is_whole(item) or (named and has_content(item))


def _is_questions(items: list[Any]) -> bool:
    """True for questions with answers, some of them without a tag."""
    objects = [item for item in items if isinstance(item, dict)]
    if not objects or not all(map(_is_whole, objects)):
        return False
    if all(map(_is_pair, objects)):
        return True
    questions = [i for i in objects if not QUESTION_NAMES.isdisjoint(map(normalized, i))]
    return any("tag" not in _roles(item) for item in questions) or _share_topics(questions)


def _is_pair(item: dict[str, Any]) -> bool:
    """True for a text and its answer by other names than ours, without a tag."""
    roles = {role_of(key): value for key, value in item.items()}
    texts = [roles.get("patterns"), roles.get("responses")]
    return "tag" not in roles and "patterns" not in item and all(map(is_text, texts))


def _share_topics(questions: Sequence[dict[str, Any]]) -> bool:
    """True if questions with other answers have the same topic: it tells no intent."""
    answers: dict[str, list[Any]] = {}
    for item in questions:
        roles = {role_of(key): value for key, value in item.items()}
        for topic in _topics(item):
            answers.setdefault(topic, []).append(roles.get("responses"))
    return any(answer != first for first, *others in answers.values() for answer in others)


def _topics(item: dict[str, Any]) -> list[str]:
    """Topic of a question that has no other tag, but perhaps an identifier."""
    tags = {normalized(key): value for key, value in item.items() if role_of(key) == "tag"}
    texts = [value for key, value in tags.items() if key != "id" and isinstance(value, str)]
    return texts if {*tags} <= TOPIC_NAMES | {"id"} else []


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

"""Recognition of the dialect of a file by its shape and its names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from chatbot.intents.dialects.answered_questions import are_answered_questions
from chatbot.intents.dialects.dialect import Dialect, Shape
from chatbot.intents.dialects.foreign.contents import foreign_kind
from chatbot.intents.dialects.foreign.other_files import OtherFile, is_foreign, other_file
from chatbot.intents.dialects.foreign.things import (
    CATALOGUE,
    LABELS,
    are_labels,
    is_sold,
    is_thing,
)
from chatbot.intents.dialects.locales import are_locales
from chatbot.intents.dialects.names import QUESTION_NAMES, TOPIC_NAMES, normalized, role_of
from chatbot.intents.dialects.present_roles import PresentRoles
from chatbot.intents.dialects.slips import any_role
from chatbot.intents.dialects.tagged_texts import tagged_pairs, tagged_parts
from chatbot.intents.dialects.texts import is_text
from chatbot.located_json.scanner import Path

_RASA = "rasa_nlu_data"
_INTENTS = "intents"
_DEEPEST = 4
_BY_FORM = ("rasa", "answered")
"""Shapes that nothing but a bot has."""

_CALLED_INTENTS = "inten"
"""Beginning of the word in most languages of the names."""


class UnrecognisedError(Exception):
    """Error: no dialect, or several. `lists` names those that could be the intents.

    `likely` is the kind of things that the items are by their content.
    """

    def __init__(self, lists: Sequence[str] = (), likely: OtherFile | None = None) -> None:
        super().__init__()
        self.lists = tuple(lists)
        self.likely = likely


def recognise(documents: Sequence[Any]) -> Dialect:
    """Return the dialect of the values of a file: its document, and objects that follow.

    Raises UnrecognisedError.
    """
    if any(map(is_foreign, documents)):
        raise UnrecognisedError
    recogniser = _Recogniser()
    dialects = [
        recogniser.recognise(value, (-index,) if index else ())
        for index, value in enumerate(documents)
    ]
    _require_intents_within(documents, dialects)
    return Dialect(dialects[0].shape, tuple(path for dialect in dialects for path in dialect.paths))


def has_content(item: Any) -> bool:
    """True for an object with patterns or responses and another part of an intent."""
    return PresentRoles().has_content(item)


def holds_intents(value: Any) -> bool:
    """True for an intent, or a list or an object of intents, in a part without a role."""
    roles = PresentRoles()
    return roles.looks_whole(value) or any(map(roles.looks_whole, _inner(value)))


def _require_intents_within(documents: Sequence[Any], dialects: Sequence[Dialect]) -> None:
    """Raise UnrecognisedError for items that only look like intents, and are not called so.

    All items of a file are judged together: one tells nothing about the others.
    """
    items = [
        item
        for document, dialect in zip(documents, dialects, strict=True)
        for item in _items_called_otherwise(document, dialect)
    ]
    if likely := foreign_kind(items):
        raise UnrecognisedError(likely=likely)


def _items_called_otherwise(document: Any, dialect: Dialect) -> list[Any]:
    """Items of a document whose lists have no name of intents."""
    if dialect.shape in _BY_FORM:
        return []
    values = [_value_at(document, path) for path in dialect.paths]
    if dialect.shape == "tags":
        names = [str(path[-1]) for path in dialect.paths]
        return [dict(zip(names, pair, strict=True)) for pair in tagged_pairs(*values)]
    return [
        item
        for path, value in zip(dialect.paths, values, strict=True)
        if not any(normalized(str(step)).startswith(_CALLED_INTENTS) for step in path)
        for item in ([value] if dialect.shape == "single" else _inner(value))
    ]


def _value_at(document: Any, path: Path) -> Any:
    """Value at a path of a file, whose document is given, be it the first or a further one."""
    for step in path:
        document = document if isinstance(step, int) and step < 0 else document[step]
    return document


class _Recogniser:
    """Recogniser of the dialect of values; the roles in an object are looked for once."""

    def __init__(self) -> None:
        self._roles = PresentRoles()

    def recognise(self, value: Any, path: Path) -> Dialect:
        """Return the dialect of a value; raises UnrecognisedError."""
        if isinstance(value, list):
            return self._of_list(value, path)
        if isinstance(value, dict):
            return self._of_object(value, path)
        raise UnrecognisedError

    def _of_list(self, items: list[Any], path: Path) -> Dialect:
        if self._is_questions(items):
            return Dialect("questions", (path,))
        if any(map(self._roles.has_content, items)):
            self._require_intents(items)
            return Dialect("list", (path,))
        if any(map(is_sold, items)):
            raise UnrecognisedError(likely=CATALOGUE)
        inner = [self.recognise(item, (*path, index)) for index, item in enumerate(items)]
        if not inner:
            raise UnrecognisedError
        return Dialect(inner[0].shape, tuple(path for dialect in inner for path in dialect.paths))

    def _require_intents(self, items: list[Any]) -> None:
        """Raise UnrecognisedError for things that nothing but a name and texts makes intents."""
        contents = list(filter(self._roles.has_content, items))
        if any(map(_is_answered, contents)):
            return
        if all(map(is_thing, contents)) or other_file(items):
            raise UnrecognisedError

    def _of_object(self, value: dict[str, Any], path: Path) -> Dialect:
        if tagged := tagged_parts(value):
            return Dialect("tags", ((*path, tagged[0]), (*path, tagged[1])))
        is_named = any(map(self._roles.is_whole, value.values()))
        candidates = self._candidates(value, is_named)
        rasa = value.get(_RASA)
        if isinstance(rasa, dict) and isinstance(rasa.get("common_examples"), list):
            _require_alone(_RASA, candidates)
            return Dialect("rasa", ((*path, _RASA, "common_examples"),))
        if _INTENTS in value:
            _require_alone(_INTENTS, candidates)
            return self._of_intents(value[_INTENTS], (*path, _INTENTS))
        return self._of_candidates(value, path, candidates, is_named)

    def _candidates(self, value: dict[str, Any], is_named: bool) -> list[str]:
        """Keys of what may be the intents in an object."""
        candidates = [key for key, inner in value.items() if self._holds_intents(inner)]
        if candidates or is_named:
            return candidates
        groups = [key for key, inner in value.items() if self._holds_groups(inner)]
        return groups or [key for key, inner in value.items() if self._holds_parts(inner)]

    def _of_intents(self, intents: Any, path: Path) -> Dialect:
        """Dialect of the intents by their usual name, perhaps in an only list within."""
        lists = self._lists(intents) if isinstance(intents, dict) and len(intents) == 1 else []
        inner = intents[lists[0]] if lists else intents
        return Dialect(self._shape(inner), ((*path, *lists),))

    def _of_candidates(
        self, value: dict[str, Any], path: Path, candidates: list[str], is_named: bool
    ) -> Dialect:
        has_content = self._roles.has_content(value)
        if has_content and candidates and foreign_kind([value]):
            has_content = False
        if has_content and not candidates:
            if other_file(value):
                raise UnrecognisedError
            self._require_intents([value])
            if are_labels(value):
                raise UnrecognisedError(likely=LABELS)
            return Dialect("single", (path,))
        if len(candidates) == 1 and not has_content:
            key = candidates[0]
            return Dialect(self._shape(value[key]), ((*path, key),))
        if candidates and {*candidates} == {*value} and self._are_groups(value):
            return Dialect("questions", tuple((*path, key) for key in candidates))
        if candidates:
            raise UnrecognisedError(candidates)
        if is_named and self._are_members(value.values()):
            return Dialect("names", (path,))
        return self._of_inner(value, path)

    def _are_members(self, values: Iterable[Any]) -> bool:
        """True if half of the objects are intents: of the parts of a page, one may look like it."""
        objects = [value for value in values if isinstance(value, dict)]
        own = {"patterns", "responses"}
        if any(own <= inner.keys() for inner in objects):
            return True
        intents = [
            inner for inner in objects if self._roles.is_whole(inner) or not own.isdisjoint(inner)
        ]
        return 2 * len(intents) >= len(objects)

    def _of_inner(self, value: dict[str, Any], path: Path) -> Dialect:
        """Dialect of the only member around lists of intents: objects, or a list of such."""
        around = [key for key, inner in value.items() if self._surrounds(inner)]
        if not path and are_answered_questions(value):
            return Dialect("answered", (path,))
        if len(around) != 1:
            raise UnrecognisedError(around)
        return self.recognise(value[around[0]], (*path, around[0]))

    def _surrounds(self, value: Any, depth: int = 1) -> bool:
        """True for objects around lists of intents, one within another, or a list of such."""
        if isinstance(value, list) or self._lists(value):
            return any(map(self._lists, value)) if isinstance(value, list) else True
        inner = value.values() if isinstance(value, dict) and depth < _DEEPEST else ()
        return any(self._surrounds(item, depth + 1) for item in inner if isinstance(item, dict))

    def _shape(self, intents: Any) -> Shape:
        if isinstance(intents, dict):
            return "single" if self._roles.has_content(intents) else "names"
        return "questions" if isinstance(intents, list) and self._is_questions(intents) else "list"

    def _holds_intents(self, value: Any) -> bool:
        """True for a list, or an object of objects, in which an intent has all that it needs."""
        return any(map(self._roles.is_whole, _inner(value)))

    def _holds_groups(self, value: Any) -> bool:
        """True for an object with groups of intents by name: {"sales": {"price": { … }}}."""
        return isinstance(value, dict) and any(
            isinstance(group, dict) and self._holds_intents(group) for group in value.values()
        )

    def _holds_parts(self, value: Any) -> bool:
        """True for a list of intents by our own names, though they lack responses."""
        items = value if isinstance(value, list) else []
        return bool(items) and all(
            isinstance(item, dict) and {"tag", "patterns"} <= item.keys() for item in items
        )

    def _lists(self, value: Any) -> list[str]:
        """Keys of the lists of intents in an object: {"name": "Bot", "intents": [ … ]}."""
        members = value.items() if isinstance(value, dict) else ()
        return [
            key for key, inner in members if isinstance(inner, list) and self._holds_intents(inner)
        ]

    def _are_groups(self, value: dict[str, Any]) -> bool:
        """True for lists of questions by subject, and by no languages."""
        lists = [inner for inner in value.values() if isinstance(inner, list)]
        is_whole = len(lists) == len(value) and all(map(self._is_questions, lists))
        return is_whole and not are_locales(value)

    def _is_questions(self, items: list[Any]) -> bool:
        """True for questions with answers, some of them without a tag.

        Whatever their names, the first or the last has none: those that were added stand between.
        """
        objects = [item for item in items if isinstance(item, dict)]
        if not objects or not all(map(self._roles.is_whole, objects)):
            return False
        untagged = [item for item in objects if "tag" not in self._roles.of(item)]
        is_at_end = untagged[:1] == objects[:1] or untagged[-1:] == objects[-1:]
        if is_at_end and not any(map(_may_have_tag, untagged)):
            return True
        questions = [i for i in objects if not QUESTION_NAMES.isdisjoint(map(normalized, i))]
        is_untagged = any("tag" not in self._roles.of(item) for item in questions)
        return is_untagged or _share_topics(questions)


def _require_alone(key: str, candidates: Sequence[str]) -> None:
    """Raise UnrecognisedError if other members of a file hold intents, too: which are meant?"""
    if not {*candidates} <= {key}:
        raise UnrecognisedError([key, *(other for other in candidates if other != key)])


def _is_answered(item: dict[str, Any]) -> bool:
    """True for an object with something by a name of responses, also misspelt."""
    answers = (value for key, value in item.items() if any_role(key) == "responses")
    return any(value and not isinstance(value, (int, float)) for value in answers)


def _may_have_tag(item: dict[str, Any]) -> bool:
    """True for an intent of ours, or with a text that may be its tag, by an unknown name.

    A text and its answer are complete.
    """
    roles = {role_of(key): value for key, value in item.items()}
    is_pair = all(isinstance(roles.get(role), str) for role in ("patterns", "responses"))
    others = (value for key, value in item.items() if role_of(key) is None)
    return "patterns" in item or not (is_pair or not any(map(is_text, others)))


def _inner(value: Any) -> Iterable[Any]:
    """Items of a list, values of an object; none of anything else."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


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

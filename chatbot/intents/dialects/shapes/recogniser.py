"""Recogniser of the shape of a value, and of the paths of its intents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chatbot.intents.dialects.dialect import Dialect, Shape
from chatbot.intents.dialects.foreign.content import Content
from chatbot.intents.dialects.foreign.contents import foreign_kind
from chatbot.intents.dialects.foreign.evidence import are_most
from chatbot.intents.dialects.foreign.other_files import OtherFile, other_file
from chatbot.intents.dialects.foreign.things import (
    CATALOGUE,
    LABELS,
    are_labels,
    is_sold,
    is_thing,
)
from chatbot.intents.dialects.present_roles import PresentRoles
from chatbot.intents.dialects.shapes.answered_questions import (
    are_answered,
    are_one_bot,
    paths_of_bot,
)
from chatbot.intents.dialects.shapes.candidates import Candidates
from chatbot.intents.dialects.shapes.tagged_texts import tagged_parts
from chatbot.intents.dialects.shapes.untagged_questions import are_untagged
from chatbot.located_json.scanner import Path

_RASA = "rasa_nlu_data"
_INTENTS = "intents"


class UnrecognisedError(Exception):
    """Error: no dialect, or several. `lists` names those that could be the intents.

    `likely` is the kind of things that the items are by their content.
    """

    def __init__(self, lists: Sequence[str] = (), likely: OtherFile | None = None) -> None:
        super().__init__()
        self.lists = tuple(lists)
        self.likely = likely


class Recogniser:
    """Recogniser of the dialect of values; the roles in an object are looked for once."""

    def __init__(self) -> None:
        self._roles = PresentRoles()
        self._candidates = Candidates(self._roles)

    def recognise(self, value: Any, path: Path) -> Dialect:
        """Return the dialect of a value; raises UnrecognisedError."""
        if isinstance(value, list):
            return self._of_list(value, path)
        if isinstance(value, dict):
            return self._of_object(value, path)
        raise UnrecognisedError

    def _of_list(self, items: list[Any], path: Path) -> Dialect:
        if are_untagged(items, self._roles):
            return Dialect("questions", (path,))
        if are_answered(items):
            return Dialect("answered", (path,))
        if any(map(self._roles.has_content, items)):
            self._require_intents(items)
            return Dialect("list", (path,))
        if are_most(items, is_sold):
            raise UnrecognisedError(likely=CATALOGUE)
        inner = [self.recognise(item, (*path, index)) for index, item in enumerate(items)]
        if not inner:
            raise UnrecognisedError
        return Dialect(inner[0].shape, tuple(path for dialect in inner for path in dialect.paths))

    def _require_intents(self, items: Sequence[Any]) -> None:
        """Raise UnrecognisedError for things that nothing but a name and texts makes intents."""
        contents = list(filter(self._roles.has_content, items))
        if not any(Content.of(item).is_answered for item in contents) and (
            all(map(is_thing, contents)) or other_file(items)
        ):
            raise UnrecognisedError

    def _of_object(self, value: dict[str, Any], path: Path) -> Dialect:
        if tagged := tagged_parts(value):
            return Dialect("tags", ((*path, tagged[0]), (*path, tagged[1])))
        keys = self._candidates.keys_of(value)
        rasa = value.get(_RASA)
        if isinstance(rasa, dict) and isinstance(rasa.get("common_examples"), list):
            _require_alone(_RASA, keys)
            return Dialect("rasa", ((*path, _RASA, "common_examples"),))
        if _INTENTS in value:
            _require_alone(_INTENTS, keys)
            return self._of_intents(value[_INTENTS], (*path, _INTENTS))
        if self._is_single(value, keys):
            _require_alone("", keys)
            return self._of_single(value, path)
        return self._of_members(value, path, keys)

    def _of_intents(self, intents: Any, path: Path) -> Dialect:
        """Dialect of the intents by their usual name, perhaps in an only list within."""
        is_around = isinstance(intents, dict) and len(intents) == 1
        lists = self._candidates.lists(intents) if is_around else []
        inner = intents[lists[0]] if lists else intents
        return Dialect(self._shape(inner), ((*path, *lists),))

    def _is_single(self, value: dict[str, Any], keys: Sequence[str]) -> bool:
        """True for an intent by what it has apart from the lists that may be the intents."""
        if not keys:
            return self._roles.has_content(value)
        lists = {*keys}
        others = {key: inner for key, inner in value.items() if key not in lists}
        return PresentRoles().has_content(others) and not foreign_kind([value])

    def _of_single(self, value: dict[str, Any], path: Path) -> Dialect:
        if other_file(value):
            raise UnrecognisedError
        self._require_intents([value])
        if are_labels(value):
            raise UnrecognisedError(likely=LABELS)
        return Dialect("single", (path,))

    def _of_members(self, value: dict[str, Any], path: Path, keys: Sequence[str]) -> Dialect:
        """Dialect of the only candidate, of questions by subject, or of intents by name."""
        if len(keys) == 1:
            return Dialect(self._shape(value[keys[0]]), ((*path, keys[0]),))
        if keys and {*keys} == {*value} and self._candidates.are_groups(value):
            return Dialect("questions", tuple((*path, key) for key in keys))
        if keys:
            raise UnrecognisedError(keys)
        if self._candidates.is_named(value) and self._candidates.are_members(value):
            return Dialect("names", (path,))
        return self._of_inner(value, path)

    def _of_inner(self, value: dict[str, Any], path: Path) -> Dialect:
        """Dialect of the only member around lists of intents: objects, or a list of such."""
        around = self._candidates.around(value)
        if not around and (answered := paths_of_bot(value, path)):
            return _of_answered(answered)
        if len(around) != 1:
            raise UnrecognisedError(around)
        return self.recognise(value[around[0]], (*path, around[0]))

    def _shape(self, intents: Any) -> Shape:
        if isinstance(intents, (dict, list)) and are_answered(intents):
            return "answered"
        if isinstance(intents, dict):
            return "single" if self._roles.has_content(intents) else "names"
        is_list = isinstance(intents, list)
        return "questions" if is_list and are_untagged(intents, self._roles) else "list"


def _of_answered(paths: Sequence[Path]) -> Dialect:
    """Dialect of answers by question, in one object or by subject; by language, of none."""
    if not are_one_bot(paths):
        raise UnrecognisedError([str(path[-1]) for path in paths])
    return Dialect("answered", tuple(paths))


def _require_alone(key: str, candidates: Sequence[str]) -> None:
    """Raise UnrecognisedError if other members of a file hold intents, too: which are meant?"""
    if not {*candidates} <= {key}:
        names = [key, *(other for other in candidates if other != key)]
        raise UnrecognisedError(list(filter(None, names)))

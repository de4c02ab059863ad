"""Recognition of the dialect of a file by its shape, its names and its contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from chatbot.intents.dialects.dialect import Dialect, Shape
from chatbot.intents.dialects.foreign.content import MOST, Content
from chatbot.intents.dialects.foreign.contents import foreign_kind
from chatbot.intents.dialects.foreign.data_sets import shared_passages
from chatbot.intents.dialects.foreign.other_files import is_foreign, other_file
from chatbot.intents.dialects.names import is_called_intents
from chatbot.intents.dialects.present_roles import PresentRoles
from chatbot.intents.dialects.shapes.answered_questions import pairs_of
from chatbot.intents.dialects.shapes.candidates import inner_values
from chatbot.intents.dialects.shapes.recogniser import Recogniser, UnrecognisedError
from chatbot.intents.dialects.shapes.tagged_texts import tagged_pairs
from chatbot.located_json.scanner import Path

__all__ = ["UnrecognisedError", "has_content", "holds_intents", "recognise"]


def recognise(documents: Sequence[Any]) -> Dialect:
    """Return the dialect of the values of a file: its document, and objects that follow.

    Raises UnrecognisedError.
    """
    if any(map(is_foreign, documents)):
        raise UnrecognisedError
    recogniser = Recogniser()
    dialects = [
        recogniser.recognise(value, (-index,) if index else ())
        for index, value in enumerate(documents)
    ]
    _require_intents_within(documents, dialects)
    _require_no_export(documents, dialects)
    return Dialect(dialects[0].shape, tuple(path for dialect in dialects for path in dialect.paths))


def has_content(item: Any) -> bool:
    """True for an object with patterns or responses and another part of an intent."""
    return PresentRoles().has_content(item)


def holds_intents(value: Any) -> bool:
    """True for an intent, or a list or an object of intents, in a part without a role."""
    roles = PresentRoles()
    return roles.looks_whole(value) or any(map(roles.looks_whole, inner_values(value)))


def _require_intents_within(documents: Sequence[Any], dialects: Sequence[Dialect]) -> None:
    """Raise UnrecognisedError for items that only look like intents, and are not called so.

    All items of a file are judged together: one tells nothing about the others.
    """
    items = [
        item
        for document, dialect in zip(documents, dialects, strict=True)
        for item in _items_called_otherwise(document, dialect)
    ]
    lists = [path for dialect in dialects for path in dialect.paths]
    if likely := foreign_kind(items, lists):
        raise UnrecognisedError(likely=likely)


def _require_no_export(documents: Sequence[Any], dialects: Sequence[Dialect]) -> None:
    """Raise UnrecognisedError for the file of another program that has its answers elsewhere."""
    for document, dialect in zip(documents, dialects, strict=True):
        values = (_value_at(document, path) for path in dialect.paths)
        items = chain.from_iterable(map(inner_values, values))
        is_answered = any(Content.of(item).responses for item in items if isinstance(item, dict))
        if dialect.shape == "list" and not is_answered and other_file(document):
            raise UnrecognisedError


def _items_called_otherwise(document: Any, dialect: Dialect) -> list[Any]:
    """Items of a document whose lists have no name of intents."""
    if dialect.shape == "rasa":
        return []
    if dialect.shape == "answered":
        pairs = (pairs_of(_value_at(document, path)) for path in dialect.paths)
        first = islice(chain.from_iterable(pairs), MOST)
        return [{"question": question, "answer": answer} for question, answer in first]
    if dialect.shape == "tags":
        values = (_value_at(document, path) for path in dialect.paths)
        names = [str(path[-1]) for path in dialect.paths]
        return [dict(zip(names, pair, strict=True)) for pair in tagged_pairs(*values)]
    return [
        item
        for place, paths in dialect.places.items()
        if not any(is_called_intents(str(step)) for step in place)
        for item in _items(document, place, paths, dialect.shape)
    ]


def _items(document: Any, place: Path, paths: Iterable[Path], shape: Shape) -> Iterable[Any]:
    """Items of lists or objects, with the passages that stand beside these."""
    values = (_value_at(document, path) for path in paths)
    if shape == "single":
        return values
    items = chain.from_iterable(map(inner_values, values))
    shared = shared_passages(_value_at(document, place[:-1])) if place else {}
    if not shared:
        return items
    return ({**shared, **item} for item in islice(items, MOST) if isinstance(item, dict))


def _value_at(document: Any, path: Path) -> Any:
    """Value at a path of a file, whose document is given, be it the first or a further one."""
    for step in path:
        document = document if isinstance(step, int) and step < 0 else document[step]
    return document

"""Recognition of the dialect of a file by its shape, its names and its contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from chatbot.intents.dialects.dialect import Dialect
from chatbot.intents.dialects.foreign.contents import foreign_kind
from chatbot.intents.dialects.foreign.data_sets import shared_passages
from chatbot.intents.dialects.foreign.other_files import is_foreign
from chatbot.intents.dialects.names import is_called_intents
from chatbot.intents.dialects.present_roles import PresentRoles
from chatbot.intents.dialects.shapes.candidates import inner_values
from chatbot.intents.dialects.shapes.recogniser import Recogniser, UnrecognisedError
from chatbot.intents.dialects.shapes.tagged_texts import tagged_pairs
from chatbot.located_json.scanner import Path

__all__ = ["UnrecognisedError", "has_content", "holds_intents", "recognise"]

_BY_FORM = ("rasa", "answered")
"""Shapes that nothing but a bot has."""


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
        if not any(is_called_intents(str(step)) for step in path)
        for item in ([value] if dialect.shape == "single" else _items(document, path, value))
    ]


def _items(document: Any, path: Path, value: Any) -> Iterable[Any]:
    """Items of a list or an object, with the passages that stand beside it."""
    shared = shared_passages(_value_at(document, path[:-1])) if path else {}
    items = inner_values(value)
    return [{**shared, **item} for item in items if isinstance(item, dict)] if shared else items


def _value_at(document: Any, path: Path) -> Any:
    """Value at a path of a file, whose document is given, be it the first or a further one."""
    for step in path:
        document = document if isinstance(step, int) and step < 0 else document[step]
    return document

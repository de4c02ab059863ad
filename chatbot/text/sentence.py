"""Sentences that keep their values, so that they can be said in another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any, cast

Translate = Callable[[str], str]
"""Function from an English template to that of another language."""

_NO_VALUES: Mapping[str, object] = MappingProxyType({})


class Sentence(str):
    """Sentence in English, made of a template and of values by their names: "%(name)s".

    A value may be a sentence, too. Two that are added stay two.
    """

    __slots__ = ("_parts",)

    _parts: tuple[tuple[str, Mapping[str, object]], ...]

    @classmethod
    def of(cls, template: str, values: Mapping[str, object] = _NO_VALUES) -> Sentence:
        """Return a sentence of a template and values."""
        made = cls(template % values)
        made._parts = ((template, values),)
        return made

    def worded(self, translate: Translate) -> str:
        """Return the sentence by translated templates."""
        return "".join(
            translate(template)
            % {name: _worded(value, translate) for name, value in values.items()}
            for template, values in self._parts
        )

    def to_json(self) -> list[Any]:
        """Return the templates with their values; a value that is a sentence is a list, too."""
        return [
            [template, {name: _to_json(value) for name, value in values.items()}]
            for template, values in self._parts
        ]

    @classmethod
    def from_json(cls, parts: object) -> Sentence:
        """Return a sentence of what `to_json` has returned. Raises ValueError for anything else."""
        try:
            made = [cls.of(template, _values(values)) for template, values in cast(Any, parts)]
            return reduce(cls.__add__, made)
        except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
            raise ValueError("no sentence") from error

    def __add__(self, other: str) -> Sentence:
        added = Sentence(str(self) + other)
        added._parts = (*self._parts, *as_sentence(other)._parts)
        return added


def sentence(template: str, /, **values: object) -> Sentence:
    """Return a sentence of a template, which the catalogues of the pages have, and its values."""
    return Sentence.of(template, values)


def as_sentence(text: str) -> Sentence:
    """Return a text as a sentence, one without a translation where it is none."""
    return text if isinstance(text, Sentence) else Sentence.of("%(text)s", {"text": text})


def _worded(value: object, translate: Translate) -> object:
    return value.worded(translate) if isinstance(value, Sentence) else value


def error_sentence(error: Exception) -> Sentence:
    """Return the text of an error, which keeps its values if the error was made of a sentence."""
    return as_sentence(error.args[0] if error.args else "")


def _to_json(value: object) -> object:
    if isinstance(value, Sentence):
        return value.to_json()
    return value if isinstance(value, int | float) else str(value)


def _values(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: Sentence.from_json(value) if isinstance(value, list) else value
        for name, value in values.items()
    }

"""Words of a message that remember the text as typed, with capitals, accents and punctuation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class TypedWords(tuple[str, ...]):
    """Words of a message, and its `text`; equal to the same words of another text."""

    text: str

    def __new__(cls, words: Iterable[str], text: str) -> TypedWords:
        typed = super().__new__(cls, words)
        typed.text = text
        return typed


def as_tuple(words: Sequence[str]) -> tuple[str, ...]:
    """Return words as a tuple; typed words stay typed."""
    return words if isinstance(words, tuple) else tuple(words)


def typed_text(words: Sequence[str]) -> str:
    """Return the text as typed, or the words for lack of it."""
    return words.text if isinstance(words, TypedWords) else " ".join(words)

"""Typing errors: one random edit per message, the same in every run."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Sequence

SEED = 1

Edit = Callable[[str, int, str], str]


def misspell(texts: Sequence[str], seed: int = SEED) -> list[str]:
    """Return `texts` with a random edit of a character in every text but blank texts.

    The edit inserts, deletes or replaces a character, or swaps a character with the next, with
    equal probabilities and anywhere in the text. New characters are letters of `texts`, and so of
    the same script. The edit of a text depends on `seed`, the text and the letters alone.
    """
    letters = sorted({char for text in texts for char in text.lower() if char.isalpha()})
    return [_misspell(text, letters or list(string.ascii_lowercase), seed) for text in texts]


def _misspell(text: str, letters: Sequence[str], seed: int) -> str:
    if not text.strip():
        return text
    rng = random.Random(f"{seed}:{text}")
    while True:
        edit = rng.choice(_EDITS)
        edited = edit(text, rng.randrange(len(text) + (edit is _insert)), rng.choice(letters))
        # Neither "letter" with swapped t's nor a blank text has a typing error.
        if edited.strip() and edited != text:
            return edited


def _insert(text: str, index: int, letter: str) -> str:
    return text[:index] + letter + text[index:]


def _delete(text: str, index: int, _: str) -> str:
    return text[:index] + text[index + 1 :]


def _replace(text: str, index: int, letter: str) -> str:
    return text[:index] + letter + text[index + 1 :]


def _swap(text: str, index: int, _: str) -> str:
    return text[:index] + text[index + 1 : index + 2] + text[index] + text[index + 2 :]


_EDITS: tuple[Edit, ...] = (_insert, _delete, _replace, _swap)

"""One typing error per message, the same in every run."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Sequence

SEED = 1

Edit = Callable[[str, int, str], str]


def misspelt(texts: Sequence[str], seed: int = SEED) -> list[str]:
    """Return each of `texts` with one random edit of one character; blank ones as they are.

    A character is inserted, deleted, replaced, or swapped with the next, all four equally likely
    and at any place. New characters are letters that occur in `texts`, so that they are of the
    same script. The error of a text depends on nothing but `seed`, the text and these letters.
    """
    letters = sorted({c for text in texts for c in text.lower() if c.isalpha()})
    return [_misspelt(text, letters or list(string.ascii_lowercase), seed) for text in texts]


def _misspelt(text: str, letters: Sequence[str], seed: int) -> str:
    if not text.strip():
        return text
    rng = random.Random(f"{seed}:{text}")
    while True:
        edit = rng.choice(_EDITS)
        edited = edit(text, rng.randrange(len(text) + (edit is _insert)), rng.choice(letters))
        # "letter" with its t's swapped is no error, nor is one that leaves nothing to read.
        if edited.strip() and edited != text:
            return edited


def _insert(text: str, at: int, letter: str) -> str:
    return text[:at] + letter + text[at:]


def _delete(text: str, at: int, _: str) -> str:
    return text[:at] + text[at + 1 :]


def _replace(text: str, at: int, letter: str) -> str:
    return text[:at] + letter + text[at + 1 :]


def _swap(text: str, at: int, _: str) -> str:
    return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]


_EDITS: tuple[Edit, ...] = (_insert, _delete, _replace, _swap)

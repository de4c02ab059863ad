"""Reading a misspelt word as the one of the patterns that it must be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

_SHORTEST = 5
"""Of shorter words too many are one letter apart: "boot" and "boat", "here" and "hers"."""

_MAX_CACHED_WORDS = 10_000


class Speller:
    """Reads words that the patterns do not have as words that they have.

    >>> Speller({"package", "jacket"}, stem=str, is_word=lambda word: False).read("pacakge")
    'package'
    """

    def __init__(
        self, known: Iterable[str], stem: Callable[[str], str], is_word: Callable[[str], bool]
    ) -> None:
        """`is_word` tells what is a word of the language, though no pattern has it."""
        self._stem = stem
        self._is_word = is_word
        self._stems: set[str] = set()
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        for word in sorted(known):
            self._stems.add(stem(word))
            if word.isalpha():
                self._by_initial[word[0]].append(word)
        self.read = lru_cache(_MAX_CACHED_WORDS)(self._read)
        """Returns the word itself, or the known one that is a typing error away if it is clear."""

    def _read(self, word: str) -> str:
        if len(word) < _SHORTEST or not word.isalpha():
            return word
        if self._stem(word) in self._stems or self._is_word(word):
            return word
        # The first letter is seldom wrong, and most words that differ in it mean something else.
        near = [known for known in self._by_initial.get(word[0], ()) if _is_near(word, known)]
        return near[0] if len({self._stem(known) for known in near}) == 1 else word


def _is_near(word: str, known: str) -> bool:
    """Whether a letter is lost, added, changed or swapped with the next: four of five errors.

    (Damerau 1964, https://doi.org/10.1145/363958.363994.)
    """
    if len(known) < _SHORTEST - 1:
        return False
    pairs = enumerate(zip(word, known, strict=False))
    i = next((i for i, (ours, theirs) in pairs if ours != theirs), min(len(word), len(known)))
    rest, theirs = word[i:], known[i:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] in (theirs[1:], theirs) or rest == theirs[1:] or swapped == theirs

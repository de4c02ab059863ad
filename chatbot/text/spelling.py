"""Spelling correction of words by the vocabulary of the patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

_MIN_LENGTH = 5
"""Of shorter words too many are one letter apart: "boot" and "boat", "here" and "hers"."""

_MAX_CACHED_WORDS = 10_000


class Speller:
    """Corrector of typing errors, by a vocabulary.

    >>> Speller({"package", "jacket"}, stem=str, is_word=lambda word: False).read("pacakge")
    'package'
    """

    def __init__(
        self, vocabulary: Iterable[str], stem: Callable[[str], str], is_word: Callable[[str], bool]
    ) -> None:
        """`is_word` is True for further words of the language, correct as typed."""
        self._stem = stem
        self._is_word = is_word
        self._stems: set[str] = set()
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        for word in sorted(vocabulary):
            self._stems.add(stem(word))
            if word.isalpha() and len(word) >= _MIN_LENGTH - 1:
                self._by_initial[word[0]].append(word)
        self.read = lru_cache(_MAX_CACHED_WORDS)(self._read)
        """Return the word of the vocabulary one typing error away, if unambiguous, or the word."""

    def _read(self, word: str) -> str:
        if len(word) < _MIN_LENGTH or not word.isalpha():
            return word
        if self._stem(word) in self._stems or self._is_word(word):
            return word
        from rapidfuzz.distance import OSA  # 2 MB that only a process with such a word needs

        # A lost, added, changed or swapped letter: four of five typing errors (Damerau 1964,
        # https://doi.org/10.1145/363958.363994). The first letter is seldom wrong, and words with
        # different first letters mostly mean something else.
        same_initial = self._by_initial.get(word[0], ())
        candidates = [
            candidate
            for candidate in same_initial
            if OSA.distance(word, candidate, score_cutoff=1) <= 1
        ]
        stems = {self._stem(candidate) for candidate in candidates}
        return candidates[0] if len(stems) == 1 else word

"""Spelling correction of words by the vocabulary of the patterns, and by that of the language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

COMMON = 20_000
"""Numbers of common words, in the order of frequency."""

_RARER = 8
"""Factor between the numbers of a rare word and of a word that it may be an error of.

"oder" (27,215) is hardly ever meant where "order" (2,344) is near. "Garlic" (20,548) is, beside
"Gaelic" (11,196).
"""

_MIN_LENGTH = 5
"""Of shorter words too many are one letter apart: "boot" and "boat", "here" and "hers"."""

_MIN_LENGTH_OF_SWAP = 4
"""Two letters in the wrong order hardly ever make another word: "wahs", "wehn"."""

_LONGEST_SLIP = 20
"""Hardly any word is longer."""

_LONGEST_ENDING = 2

_MAX_CACHED_WORDS = 10_000


def may_be_error(number: int | None, meant: int | None) -> bool:
    """Return True if a word may be an error of another one, by numbers; None for no word."""
    if number is None:
        return True
    return number >= COMMON and (meant is None or meant * _RARER <= number)


class Speller:
    """Corrector of typing errors, by a vocabulary.

    >>> Speller({"package", "jacket"}, stem=str, is_word=lambda word: False).read("pacakge")
    'package'
    """

    def __init__(
        self,
        vocabulary: Iterable[str],
        stem: Callable[[str], str],
        is_word: Callable[[str], bool],
        *,
        mends_slips: bool = False,
    ) -> None:
        """`is_word` is True for further words of the language, correct as typed.

        With `mends_slips`, it knows most words of the language at once, and what it does not know
        is compared with all of them.
        """
        self._stem = stem
        self._is_word = is_word
        self._mends_slips = mends_slips
        self._words = frozenset(vocabulary)
        right = filter(is_word, self._words) if mends_slips else self._words
        self._stems = {stem(word) for word in right}
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if word.isalpha() and len(word) >= _MIN_LENGTH - 1:
                self._by_initial[word[0]].append(word)
        self.read = lru_cache(_MAX_CACHED_WORDS)(self._read)
        """Return the word of the vocabulary one typing error away, if unambiguous, or the word."""

    def _read(self, word: str) -> str:
        if len(word) < _MIN_LENGTH_OF_SWAP or not word.isalpha():
            return word
        if self._mends_slips:
            return word if self._is_word(word) else self._by_language(word)
        if len(word) < _MIN_LENGTH or self._stem(word) in self._stems or self._is_word(word):
            return word
        return self._only(self._near(word), word)

    def _by_language(self, word: str) -> str:
        """Correct a word that is none of the language."""
        if word in self._words:
            return self._only([slip for slip in self._slips(word) if slip in self._words], word)
        near = self._other_words(self._near(word), word)
        # Patterns are misspelt, too: "ordre" is "order" rather than another pattern's "ordr".
        right = list(filter(self._is_word, near))
        return self._only(right or near or self._other_words(self._slips(word), word), word)

    def _slips(self, word: str) -> list[str]:
        return list(filter(self._is_word, _slips(word))) if len(word) <= _LONGEST_SLIP else []

    def _other_words(self, candidates: list[str], word: str) -> list[str]:
        """Candidates that are no inflections of a word; of a known stem, that stem misspelt."""
        stem = self._stem(word)
        beginning = word[:-_LONGEST_ENDING]
        others = [
            candidate
            for candidate in candidates
            if self._stem(candidate) != stem or not candidate.startswith(beginning)
        ]
        if stem not in self._stems:
            return others
        return [candidate for candidate in others if self._stem(candidate) == stem]

    def _only(self, candidates: list[str], word: str) -> str:
        """The candidate, if all are the same word in another form, or the word for lack of it."""
        stems = {self._stem(candidate) for candidate in candidates}
        return candidates[0] if len(stems) == 1 else word

    def _near(self, word: str) -> list[str]:
        """Words of the vocabulary one typing error away.

        A lost, added, changed or swapped letter: four of five typing errors (Damerau 1964,
        https://doi.org/10.1145/363958.363994). The first letter is seldom wrong, and words with
        different first letters mostly mean something else.
        """
        from rapidfuzz.distance import OSA  # 2 MB that only a process with such a word needs

        same_initial = self._by_initial.get(word[0], ())
        near = [
            candidate
            for candidate in same_initial
            if OSA.distance(word, candidate, score_cutoff=1) <= 1
        ]
        swapped = [candidate for candidate in near if sorted(candidate) == sorted(word)]
        return swapped or (near if len(word) >= _MIN_LENGTH else [])


def _slips(word: str) -> Iterator[str]:
    """Words with two letters swapped, a double letter once, or a letter twice."""
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if len(word) < _MIN_LENGTH:
        return
    for at in range(1, len(word)):
        shorter = word[at] == word[at - 1]
        yield word[:at] + word[at + 1 :] if shorter else word[:at] + word[at] + word[at:]

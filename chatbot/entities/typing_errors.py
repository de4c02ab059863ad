"""Typing errors in values of lists: another word of the language is none."""

from __future__ import annotations

from collections.abc import Callable

from chatbot.text.function_words import is_function_word
from chatbot.text.spelling import may_be_error


class TypingErrors:
    """Judge of words that are near to a value of a list.

    `number` gives the numbers of words in the order of frequency, None for no word; where nobody
    knows them, words of the patterns are right as typed (`is_known`). Function words are always,
    and another form of a word is that word.
    """

    def __init__(
        self,
        language: str,
        stem: Callable[[str], str],
        is_known: Callable[[str], bool],
        number: Callable[[str], int | None] | None = None,
    ) -> None:
        self._language = language
        self._stem = stem
        self._is_known = is_known
        self._number = number

    def may_be(self, typed: str, term: str) -> bool:
        """Return True if the words of a text may be those of a term with as many words."""
        pairs = zip(typed.split(), term.split(), strict=True)
        return all(word == meant or self._may_mean(word, meant) for word, meant in pairs)

    def _may_mean(self, word: str, meant: str) -> bool:
        if self._stem(word) == self._stem(meant):
            return True
        if is_function_word(word, self._language):
            return False
        if self._number is None:
            return not self._is_known(word)
        return may_be_error(self._number(word), self._number(meant))

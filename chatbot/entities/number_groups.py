"""Nouns for a number: "a couple", "half a dozen", "two dozen".

Behind an article they would be read as one, for in many languages it is that number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from chatbot.entities.dozens import DOZEN, DOZENS, HALVES, LINKS, dozens, listed
from chatbot.entities.entity import Mention
from chatbot.entities.line import Line, Token
from chatbot.entities.number_words import number_words

_PAIRS = {
    "arabic": "زوج زوجان زوجين",
    "danish": "par",
    "dutch": "koppel",
    "english": "couple pair",
    "finnish": "pari paria",
    "french": "paire couple",
    "italian": "paio coppia",
    "norwegian": "par",
    "portuguese": "par casal",
    "romanian": "pereche",
    "russian": "пара пару",
    "spanish": "par pareja",
    "swedish": "par",
}
_HALF_DOZENS = {"russian": "полдюжины"}
_VAGUE = {
    "dutch": "paar heleboel",
    "english": "few bit lot bunch handful",
    "french": "peu tas dizaine quinzaine vingtaine centaine",
    "german": "paar menge haufen handvoll",
    "hungarian": "pár",
    "italian": "po mucchio decina ventina",
    "norwegian": "rekke",
    "portuguese": "pouco monte",
    "spanish": "poco montón decena centenar",
}
"""Nouns for no number in particular, so that "a few" is none either."""

_PAIR = 2
_MOST_BEFORE = 6
"""Most words and numbers before the noun: "one hundred and twenty four dozen"."""

_GERMAN_PAIR = "Paar"
"""Noun that differs from "paar", a few, by the capital alone."""


def find_groups(line: Line) -> Iterator[tuple[Mention | None, int, int]]:
    """Find nouns for a number with what is before them, and their places; None for a vague one.

    Two of something are not sure: "a couple of questions" is no answer to anything.
    """
    groups = _groups(line.language)
    begin = len(line.text)
    for index, token in reversed([*enumerate(line.tokens)]):
        count = groups.get(token.word)
        if line.language == "german" and line.text[token.start : token.end] == _GERMAN_PAIR:
            count = _PAIR
        if count is None or token.end > begin:  # "a couple dozen" are no two
            continue
        before = line.tokens[max(index - _MOST_BEFORE, 0) : index]
        number, number_of_words = _counted(count, before, line, token.start)
        begin = line.tokens[index - number_of_words].start
        mention = Mention(str(number), begin, token.end, is_sure=number > _PAIR) if number else None
        yield mention, begin, token.end


def _counted(count: int, before: Sequence[Token], line: Line, end: int) -> tuple[int, int]:
    """Number of a noun, 0 for none in particular, and the number of words that count it."""
    if count == DOZEN:
        words = [token.word for token in _clause(before, line.text, end)]
        return dozens(words, line.language, _groups(line.language))
    words = [token.word for token in _before(before, line.language)]
    return count and _times(count, words, line.language), len(words)


def _clause(tokens: Sequence[Token], text: str, end: int) -> Sequence[Token]:
    """Last of the words, behind a mark with a space: "2.5 dozen", but "yes, dozen"."""
    for index, token in reversed([*enumerate(tokens)]):
        gap = text[token.end : end]
        if gap.strip() and any(sign.isspace() for sign in gap):
            return tokens[index + 1 :]
        end = token.start
    return tokens


def _before(tokens: Sequence[Token], language: str) -> Sequence[Token]:
    """Last of the words: articles, numbers and halves."""
    for index, token in reversed([*enumerate(tokens)]):
        if not (token.word in _counting(language) or token.word.isdecimal()):
            return tokens[index + 1 :]
    return tokens


def _times(count: int, words: Sequence[str], language: str) -> int:
    """Number of a noun for two or six: of several, the number before it."""
    numbers = number_words(language)
    times = next((int(word) for word in words if word.isdecimal()), 0)
    times = times or max((numbers.get(word, 1) for word in words), default=1)
    return count if times == 1 else times


@lru_cache(maxsize=32)
def _groups(language: str) -> dict[str, int]:
    """Numbers of the nouns of a language, 0 for none in particular."""
    tables = {0: _VAGUE, _PAIR: _PAIRS, DOZEN // 2: _HALF_DOZENS, DOZEN: DOZENS}
    return {word: count for count, table in tables.items() for word in listed(table, language)}


@lru_cache(maxsize=32)
def _counting(language: str) -> frozenset[str]:
    return listed(HALVES, language) | LINKS | number_words(language).keys()

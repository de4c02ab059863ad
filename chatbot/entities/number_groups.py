"""Nouns for a number: "a couple", "half a dozen", "two dozen".

Behind an article they would be read as one, for in many languages it is that number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from chatbot.entities.entity import Mention
from chatbot.entities.line import Line, Token
from chatbot.entities.number_words import number_words
from chatbot.text.words import without_accents

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
_DOZENS = {
    "arabic": "دزينة",
    "danish": "dusin",
    "dutch": "dozijn",
    "english": "dozen",
    "finnish": "tusina tusinaa",
    "french": "douzaine douzaines",
    "german": "dutzend",
    "hungarian": "tucat tucatot",
    "italian": "dozzina dozzine",
    "norwegian": "dusin",
    "portuguese": "dúzia dúzias",
    "romanian": "duzină duzini",
    "russian": "дюжина дюжину дюжины",
    "spanish": "docena docenas",
    "swedish": "dussin",
}
_HALVES = {
    "arabic": "نصف",
    "danish": "halvt halv",
    "dutch": "half halve",
    "english": "half",
    "finnish": "puoli",
    "french": "demi",
    "german": "halbes halbe halb",
    "hungarian": "fél",
    "italian": "mezza",
    "norwegian": "halvt halv",
    "portuguese": "meia",
    "romanian": "jumătate",
    "russian": "пол",
    "spanish": "media",
    "swedish": "halvt halv",
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

_LINKS = frozenset({"de"})
"""Words between a half and its noun: "jumătate de duzină"."""

_PAIR, _DOZEN = 2, 12
_MOST_BEFORE = 3
"""Most words and numbers before the noun: "half of a dozen"."""

_GERMAN_PAIR = "Paar"
"""Noun that differs from "paar", a few, by the capital alone."""


def find_groups(line: Line) -> Iterator[tuple[Mention | None, int, int]]:
    """Find nouns for a number with what is before them, and their places; None for a vague one.

    Two of something are not sure: "a couple of questions" is no answer to anything.
    """
    groups = _groups(line.language)
    for index, token in enumerate(line.tokens):
        count = groups.get(token.word)
        if line.language == "german" and line.text[token.start : token.end] == _GERMAN_PAIR:
            count = _PAIR
        if count is None:
            continue
        before = _before(line.tokens[max(index - _MOST_BEFORE, 0) : index], line.language)
        start = before[0].start if before else token.start
        number = _times(count, before, line.language)
        mention = Mention(str(number), start, token.end, is_sure=number > _PAIR) if count else None
        yield mention, start, token.end


def _before(tokens: Sequence[Token], language: str) -> Sequence[Token]:
    """Last of the words: articles, numbers and halves."""
    for index, token in reversed([*enumerate(tokens)]):
        if not (token.word in _counting(language) or token.word.isdecimal()):
            return tokens[index + 1 :]
    return tokens


def _times(count: int, before: Sequence[Token], language: str) -> int:
    """Number of a noun: half of it, or as often as the number before it says; of pairs, that."""
    words, numbers = [token.word for token in before], number_words(language)
    if count == _DOZEN and not _listed(_HALVES, language).isdisjoint(words):
        return count // 2
    times = next((int(word) for word in words if word.isdecimal()), 0)
    times = times or max((numbers.get(word, 1) for word in words), default=1)
    return times * count if count == _DOZEN or times == 1 else times


@lru_cache(maxsize=32)
def _groups(language: str) -> dict[str, int]:
    """Numbers of the nouns of a language, 0 for none in particular."""
    tables = {0: _VAGUE, _PAIR: _PAIRS, _DOZEN // 2: _HALF_DOZENS, _DOZEN: _DOZENS}
    return {word: count for count, table in tables.items() for word in _listed(table, language)}


@lru_cache(maxsize=32)
def _counting(language: str) -> frozenset[str]:
    return _listed(_HALVES, language) | _LINKS | number_words(language).keys()


def _listed(table: dict[str, str], language: str) -> frozenset[str]:
    return frozenset(without_accents(table.get(language, "")).split())

"""Dozens: "a dozen", "half a dozen", "two dozen", by language.

A count with more words than these, "two hundred dozen", "one and a half dozen", "several dozen",
has no number here: a wrong one would be taken for what was said.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache

from chatbot.entities.number_words import number_words
from chatbot.text.words import without_accents

DOZENS = {
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
HALVES = {
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
_LARGE = {
    "arabic": "مئة مائة ألف",
    "danish": "hundrede tusind",
    "dutch": "honderd duizend",
    "english": "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand",
    "finnish": "sata sataa tuhat tuhatta",
    "french": "vingt trente quarante cinquante soixante septante nonante cent cents mille",
    "german": "hundert tausend",
    "hungarian": "száz ezer",
    "italian": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille mila",
    "norwegian": "tjue tretti førti femti seksti sytti åtti nitti hundre tusen",
    "portuguese": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento mil",
    "romanian": "douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci sută sute"
    " mie mii",
    "russian": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто"
    " двести триста тысяча",
    "spanish": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil",
    "swedish": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra tusen",
}
"""Numbers above twelve that have another behind them as a word of its own: "twenty four"."""

_JOINTS = {
    "arabic": "و أو",
    "danish": "og eller",
    "dutch": "en of à",
    "english": "and or to",
    "finnish": "ja tai",
    "french": "et ou à",
    "german": "und oder bis",
    "hungarian": "és vagy",
    "italian": "e o",
    "norwegian": "og eller",
    "portuguese": "e ou",
    "romanian": "și sau",
    "russian": "и или",
    "spanish": "y o",
    "swedish": "och eller",
}
LINKS = frozenset({"de", "of"})
"""Words between a half and its noun: "jumătate de duzină"."""

DOZEN = 12


def dozens(words: Sequence[str], language: str, others: Container[str]) -> tuple[int, int]:
    """Number of a dozen behind some words of its clause, and the number of those that count it.

    0 where they count otherwise, `others` being nouns and adverbs for a number.
    """
    before = list(words)
    number = _taken(before, language)
    rest = before[:-1] if before and before[-1] in listed(_JOINTS, language) else before
    if not number or (rest and _is_number(rest[-1], language, others)):
        return 0, len(words) - _begin(words, language, others)
    return number, len(words) - len(before)


def _taken(words: list[str], language: str) -> int:
    """Number by the last of the words, which are removed; 0 where they count in no known way."""
    halves, numbers = listed(HALVES, language), number_words(language)
    link = words.pop() if words and words[-1] in LINKS else None
    last = words[-1] if words else None
    if last in halves:
        words.pop()
        if words and numbers.get(words[-1]) == 1:
            words.pop()
        return DOZEN // 2
    number = int(last) if last and last.isdecimal() else numbers.get(last or "", 0)
    if last is None or link or not 0 < number <= DOZEN:
        return 0 if last else DOZEN
    words.pop()
    has_link = bool(words) and words[-1] in LINKS
    if number == 1 and len(words) > has_link and words[-1 - has_link] in halves:
        del words[-1 - has_link :]
        return DOZEN // 2
    return number * DOZEN


def _begin(words: Sequence[str], language: str, others: Container[str]) -> int:
    """Index of the first word of a count; the last word is of it, whatever it says."""
    joining = listed(_JOINTS, language).union(LINKS)
    for index in reversed(range(len(words) - 1)):
        if not (words[index] in joining or _is_number(words[index], language, others)):
            return index + 1
    return 0


def _is_number(word: str, language: str, others: Container[str]) -> bool:
    if word.isdecimal() or word in number_words(language) or word in others:
        return True
    return word in listed(_LARGE, language) or word in listed(HALVES, language)


@lru_cache(maxsize=256)
def _listed(words: str) -> frozenset[str]:
    return frozenset(without_accents(words).split())


def listed(table: dict[str, str], language: str) -> frozenset[str]:
    """Words of a language in a table, without accents."""
    return _listed(table.get(language, ""))

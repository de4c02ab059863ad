"""Impatience: messages of somebody who is angry."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from chatbot.text.words import without_accents

_LEAST_LETTERS = 12
"""Letters of a message in capitals that is shouted: "OK" and "FAQ" are not, nor is an IBAN."""

_SHOUTED = 0.9
"""Least share of capitals among the letters of a shouted message."""

_CALLS = ("!!!", "?!?", "!?!", "！！！")
_QUESTIONS = ("???", "？？？", "؟؟؟")

_WORDS = {
    "arabic": "غبي سخيف تافه زفت حمار سيء فاشل",
    "chinese": "是垃圾 太垃圾 真垃圾 白痴 傻逼 废物 妈的 没用的",
    "danish": "idiot lort ubrugelig fandens dum latterligt elendig",
    "dutch": "klote kut waardeloos idioot stom belachelijk verdomme onzin",
    "english": "useless stupid idiot idiotic dumb moron crap shit shitty bullshit fuck fucking"
    " fucked damn dammit goddamn wtf ridiculous pathetic bollocks hopeless worthless"
    " furious fuming ffs",
    "finnish": "idiootti paska tyhmä vittu surkea hyödytön perkele",
    "french": "nul nulle merde putain idiot stupide débile inutile ridicule incompétent connerie",
    "german": "scheiße scheiss scheiß blöd blöder blöde dumm dumme idiot nutzlos verdammt"
    " lächerlich mist unfähig",
    "hindi": "बेकार बकवास बेवकूफ मूर्ख घटिया",
    "hungarian": "hülye szar idióta haszontalan nevetséges rohadt francba",
    "indonesian": "bodoh goblok tolol sialan anjing parah",
    "italian": "inutile stupido stupida idiota merda cazzo ridicolo vergogna scemo",
    "japanese": "馬鹿 バカ クソ くそ 役立たず",
    "korean": "바보 멍청이 쓰레기 젠장 짜증나",
    "norwegian": "idiot dritt ubrukelig dum faen latterlig elendig",
    "polish": "głupi głupie idiota bezużyteczny beznadziejny kurwa gówno żałosne",
    "portuguese": "inútil estúpido estúpida idiota merda porra burro ridículo palhaçada droga",
    "romanian": "prost proasta idiot inutil rahat ridicol penibil",
    "russian": "тупой тупая идиот бесполезный бесполезно дурак чёрт дерьмо бред блин блять",
    "spanish": "inútil estúpido estúpida idiota mierda joder ridículo tonto vergüenza",
    "swedish": "idiot skit värdelös dum jävla fan löjligt usel",
    "turkish": "aptal salak yaramaz rezalet saçma lanet gerizekalı",
    "vietnamese": "đần khốn",
}


_UNSPACED = ("chinese", "japanese")
"""Languages in which a word may stand within a word of the splitter."""


def is_angry(
    text: str, words: Sequence[str], language: str, *, is_first_doubt: bool = False
) -> bool:
    """Return True for a message that is shouted, or that has an angry word or sign.

    At a first doubt, capitals and question marks alone are a way of writing.

    `words` are those of the text as a WordSplitter gives them. A wrong guess costs little: it is
    asked of a message alone that is not understood.
    """
    return (
        any(sign in text for sign in _CALLS)
        or not _listed(language).isdisjoint(words)
        or (language in _UNSPACED and any(word in text for word in _WORDS[language].split()))
        or (not is_first_doubt and _is_loud(text))
    )


def _is_loud(text: str) -> bool:
    """True for rows of question marks, or several words in capitals, where a script has them."""
    if any(sign in text for sign in _QUESTIONS):
        return True
    letters = [char for char in text if char.isalpha()]
    if len(letters) < _LEAST_LETTERS or len(text.split()) < 3:
        return False
    return sum(map(str.isupper, letters)) >= _SHOUTED * len(letters)


@lru_cache(maxsize=32)
def _listed(language: str) -> frozenset[str]:
    """Angry words of a language, and those of English, which are written everywhere."""
    words = f"{_WORDS['english']} {_WORDS.get(language, '')}"
    return frozenset(without_accents(words).split())

"""Evasions: words that put an answer off, avoid it, or only fill the pause before it."""

from __future__ import annotations

from functools import lru_cache

from chatbot.text.words import without_accents

_ANYWHERE = "lol lmao rofl haha hahaha hehe wtf omg uh uhh um umm uhm hm hmm hmmm eh ehm err erm"
"""Words of chats in all languages."""

_WORDS = {
    "arabic": "لاحقا ربما",
    "danish": "senere måske øh aner",
    "dutch": "later misschien straks eh geen idee",
    "english": "later maybe perhaps dunno idk whatever wait idea sec well",
    "finnish": "myöhemmin ehkä öö",
    "french": "tard peut-être euh bof attends attendez bah",
    "german": "später vielleicht äh ähm öh egal keine ahnung warte moment",
    "hungarian": "később talán izé",
    "italian": "dopo forse boh mah ehm",
    "norwegian": "senere kanskje øh",
    "portuguese": "depois talvez sei lá",
    "romanian": "târziu poate",
    "russian": "позже потом может ээ эм",
    "spanish": "luego quizás quizá después espera",
    "swedish": "senare kanske öh",
}


def is_evasion(word: str, language: str) -> bool:
    """Return True for a word, lower case and without accents, such as "later" or "dunno"."""
    return word in _listed(language)


@lru_cache(maxsize=32)
def _listed(language: str) -> frozenset[str]:
    """Evasions of a language; of an unlisted one, those of English."""
    words = _WORDS.get(language, _WORDS["english"])
    return frozenset(without_accents(f"{_ANYWHERE} {words}").replace("-", " ").split())

"""Cancellation: messages that say no more than that somebody has changed their mind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from chatbot.text.function_words import is_function_word
from chatbot.text.short_replies import is_reply_word
from chatbot.text.words import without_accents

_PHRASES = {
    "arabic": "إلغاء, الغاء, ألغ, الغي, توقف, انس الأمر, لا أريد",
    "danish": "annuller, afbryd, stop, glem det, fortryd, lad være",
    "dutch": "annuleer, annuleren, stop, laat maar, vergeet het, afbreken",
    "english": "cancel, stop, quit, abort, never mind, nevermind, forget it, forget about it,"
    " changed mind, leave it, nvm, rather not",
    "finnish": "peruuta, peru, lopeta, keskeytä, unohda, antaa olla",
    "french": "annuler, annule, annulez, arrêter, arrête, arrêtez, stop, laisse tomber, laissez"
    " tomber, oublie, oubliez, abandonner",
    "german": "abbrechen, abbruch, stopp, stop, stornieren, vergiss, vergessen, lass, lassen, egal"
    " lass, aufhören, doch nicht",
    "hungarian": "mégse, mégsem, állj, stop, megszakítás, felejtsd el, hagyjuk",
    "italian": "annulla, annullare, stop, basta, lascia perdere, lascia stare, dimentica, fermati",
    "norwegian": "avbryt, stopp, glem det, angre, la være",
    "portuguese": "cancelar, cancela, cancele, parar, pare, para, deixa pra lá, deixa para lá,"
    " esquece, esqueça, desisto",
    "romanian": "anulează, anulare, anulați, stop, oprește, renunț, las-o baltă, uită",
    "russian": "отмена, отмени, отменить, отмените, стоп, хватит, забудь, забудьте, не надо,"
    " передумал, передумала",
    "spanish": "cancelar, cancela, cancele, anular, parar, para, pare, stop, olvídalo, olvídelo,"
    " déjalo, déjelo, olvida",
    "swedish": "avbryt, stopp, stop, glöm det, ångra, strunt samma",
}


def is_cancellation(words: Sequence[str], language: str) -> bool:
    """Return True for words that cancel, and nothing else but function words and replies."""
    phrases = _phrases(language)
    telling = tuple(
        word
        for word in words
        if not is_reply_word(word, language) and not is_function_word(word, language)
    )
    return tuple(words) in phrases or (telling in phrases if telling else False)


@lru_cache(maxsize=32)
def _phrases(language: str) -> frozenset[tuple[str, ...]]:
    """Phrases, each whole and without its function words; English ones for an unlisted language."""
    listed = without_accents(_PHRASES.get(language, _PHRASES["english"])).split(",")
    whole = {tuple(phrase.split()) for phrase in listed}
    bare = {
        tuple(word for word in phrase if not is_function_word(word, language)) for phrase in whole
    }
    return frozenset(phrase for phrase in whole | bare if phrase)

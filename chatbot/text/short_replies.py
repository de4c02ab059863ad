"""Short replies: yes, no, several of what was offered, and courtesies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from chatbot.text.function_words import is_function_word
from chatbot.text.words import without_accents

ReplyKind = Literal["yes", "no", "several"]

_YES = {
    "arabic": "نعم أجل اجل أكيد اكيد طبعا",
    "danish": "ja jo jep jeps",
    "dutch": "ja jawel jep jazeker",
    "english": "yes yeah yep yup yea ya yah yh y ye yess yus aye sure ok okay indeed certainly"
    " definitely absolutely affirmative",
    "finnish": "kyllä joo juu kylla",
    "french": "oui ouais ouaip si bien-sûr",
    "german": "ja jo jep jup jawohl klar doch",
    "hungarian": "igen ja aha",
    "italian": "sì si certo certamente",
    "norwegian": "ja jo jepp",
    "portuguese": "sim claro",
    "romanian": "da sigur",
    "russian": "да ага конечно",
    "spanish": "sí si claro sip vale",
    "swedish": "ja jo japp",
}
_ACKNOWLEDGEMENTS = {"ok", "okay", "okey", "okej", "okei", "oke", "k", "vale", "ок", "окей"}
"""Words of all languages that mean yes behind a question, and elsewhere "I have read it"."""

_NO = {
    "arabic": "لا كلا",
    "danish": "nej næ",
    "dutch": "nee neen nope",
    "english": "no nope nah nay n noo nop naw negative",
    "finnish": "ei en",
    "french": "non nan",
    "german": "nein nö ne nee",
    "hungarian": "nem",
    "italian": "no",
    "norwegian": "nei næ",
    "portuguese": "não nao",
    "romanian": "nu",
    "russian": "нет неа",
    "spanish": "no nop",
    "swedish": "nej nä",
}
_SEVERAL = {
    "arabic": "كلاهما كلها كليهما",
    "danish": "begge alle",
    "dutch": "beide allebei allemaal",
    "english": "both either all any whichever",
    "finnish": "molemmat kaikki",
    "french": "tous toutes deux",
    "german": "beide beides alle alles",
    "hungarian": "mindkettő mindegyik mindkettőt",
    "italian": "entrambi entrambe tutti tutte tutte",
    "norwegian": "begge alle",
    "portuguese": "ambos ambas todos todas",
    "romanian": "ambele amândouă toate",
    "russian": "оба обе все",
    "spanish": "ambos ambas todos todas",
    "swedish": "båda bägge alla",
}
_POLITE = {
    "arabic": "من فضلك",
    "danish": "tak",
    "dutch": "graag alsjeblieft alstublieft dank bedankt",
    "english": "please pls plz thanks thx of course them it that i do is",
    "finnish": "kiitos",
    "french": "merci svp bien sûr s'il vous te plaît les",
    "german": "bitte danke gern gerne natürlich",
    "hungarian": "kérem köszönöm",
    "italian": "grazie prego favore per",
    "norwegian": "takk gjerne",
    "portuguese": "obrigado obrigada favor por",
    "romanian": "mulțumesc rog",
    "russian": "спасибо пожалуйста",
    "spanish": "gracias por favor",
    "swedish": "tack gärna",
}
"""Words around a reply that change nothing about it."""

_COURTESIES = {
    "arabic": "من فضلك, شكرا, شكراً, مرحبا, السلام عليكم, مع السلامة, وداعا",
    "danish": "tak, mange tak, venligst, hej, hej hej, farvel, godmorgen, god dag, vi ses",
    "dutch": "alsjeblieft, alstublieft, graag, dank je, dank u, dank je wel, bedankt, hallo, hoi,"
    " dag, doei, tot ziens, goedemorgen, goedemiddag, goedenavond",
    "english": "please, pls, plz, thanks, thanks a lot, many thanks, thank you, thx, ty, cheers,"
    " much appreciated, hi, hello, hey, hiya, good morning, good afternoon, good evening, good day,"
    " good night, bye, goodbye, bye bye, see you, see you later, see ya, take care,"
    " have a nice day, have a good day",
    "finnish": "kiitos, paljon kiitoksia, hei, moi, ole hyvä, hei hei, moi moi, näkemiin,"
    " hyvää huomenta, hyvää päivää, huomenta",
    "french": "s il vous plaît, s il te plaît, svp, stp, merci, merci beaucoup, bonjour, salut,"
    " bonsoir, bonne journée, bonne soirée, au revoir, à bientôt",
    "german": "bitte, danke, vielen dank, danke schön, dankeschön, gern, gerne, hallo, hi,"
    " guten tag, guten morgen, guten abend, gute nacht, tschüss, tschüs, ciao, auf wiedersehen,"
    " bis bald, schönen tag noch",
    "hungarian": "kérem, köszönöm, köszönöm szépen, köszi, szia, helló, jó napot, jó reggelt,"
    " jó estét, viszlát, viszontlátásra",
    "italian": "per favore, per piacere, grazie, grazie mille, prego, ciao, buongiorno,"
    " buonasera, buonanotte, salve, arrivederci, a presto",
    "norwegian": "takk, tusen takk, vær så snill, hei, hei hei, god morgen, god dag, ha det,"
    " ha det bra, vi ses",
    "portuguese": "por favor, obrigado, obrigada, muito obrigado, muito obrigada, olá, oi,"
    " bom dia, boa tarde, boa noite, tchau, até logo, adeus",
    "romanian": "vă rog, te rog, mulțumesc, mulțumesc mult, mersi, bună, bună ziua,"
    " bună dimineața, bună seara, salut, la revedere, pa",
    "russian": "пожалуйста, спасибо, большое спасибо, спасибо большое, привет, здравствуйте,"
    " добрый день, доброе утро, добрый вечер, пока, до свидания",
    "spanish": "por favor, gracias, muchas gracias, hola, buenas, buenos días, buenas tardes,"
    " buenas noches, adiós, chao, hasta luego, hasta pronto",
    "swedish": "tack, tack så mycket, snälla, hej, hej hej, vänligen, god morgon, hej då, vi ses",
}
"""Phrases of which a message can be made that is about nothing."""

_LONGEST = 4
"""Most words of a courtesy."""

_KINDS: tuple[tuple[ReplyKind, dict[str, str]], ...] = (
    ("yes", _YES),
    ("no", _NO),
    ("several", _SEVERAL),
)


def short_reply(words: Sequence[str], language: str) -> ReplyKind | None:
    """Return the kind of a message that is a reply and nothing else, None for any other."""
    kind = opening_reply(words, language)
    if kind is None:
        return None
    listed, polite = _listed(language)
    kinds = {listed.get(word) for word in words if word not in polite}
    return kind if kinds == {kind} else None


def opening_reply(words: Sequence[str], language: str) -> ReplyKind | None:
    """Return the kind of reply that a message begins with, as "yes, I have it" does."""
    return _listed(language)[0].get(words[0]) if words else None


def is_acknowledgement(words: Sequence[str]) -> bool:
    """Return True for "ok" and nothing else."""
    return bool(words) and _ACKNOWLEDGEMENTS.issuperset(words)


def is_reply_word(word: str, language: str) -> bool:
    """Return True for a word of a reply, such as "no", or a polite one beside it."""
    replies, polite = _listed(language)
    return word in replies or word in polite


def has_subject(words: Sequence[str], language: str) -> bool:
    """Return False for words that no message can follow, as "yes please" or "thanks, bye"."""
    courtesies, start = courtesies_of(language), 0
    while start < len(words):
        word, rest = words[start], tuple(words[start : start + _LONGEST])
        phrase = next((c for c in courtesies if c[0] == word and c == rest[: len(c)]), None)
        if not (phrase or is_function_word(word, language) or is_reply_word(word, language)):
            return True
        start += len(phrase) if phrase else 1
    return False


@lru_cache(maxsize=32)
def courtesies_of(language: str) -> tuple[tuple[str, ...], ...]:
    """Courtesies as words, the longest first; English ones for an unlisted language."""
    phrases = without_accents(_COURTESIES.get(language, _COURTESIES["english"])).split(",")
    return tuple(sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True))


@lru_cache(maxsize=32)
def _listed(language: str) -> tuple[dict[str, ReplyKind], frozenset[str]]:
    """Replies by word, and polite words; of an unlisted language, those of English."""
    name = language if language in _YES else "english"
    replies: dict[str, ReplyKind] = {
        word: kind for kind, words in _KINDS for word in without_accents(words[name]).split()
    }
    return replies, frozenset(without_accents(_POLITE[name]).split())

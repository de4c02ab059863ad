"""Courtesies, by language: a greeting that is answered by one is said to somebody."""

from __future__ import annotations

from collections.abc import Sequence

_COURTESIES = (
    "hi hello hey hiya howdy bye goodbye thanks thx welcome sorry please yes no ok okay cheers",
    "hola buenas adios adiós chao hasta gracias nada perdón perdon sí si no vale bien",
    "oi olá ola tchau até obrigado obrigada nada desculpa sim não nao bem",
    "bonjour salut coucou bonsoir merci rien pardon oui non bien ciao",
    "hallo hi hey servus moin tschüss tschuess tschau danke bitte entschuldigung ja nein gut",
    "halo hai hei dadah makasih terimakasih sama maaf ya iya tidak baik",
    "ciao salve grazie prego scusa sì no bene arrivederci",
)
_LANGUAGES = [frozenset(words.split()) for words in _COURTESIES]


def is_courtesy(text: str) -> bool:
    """True for a single word that is a courtesy of a language."""
    word = text.casefold().strip(" .,!?¡¿")
    return any(word in language for language in _LANGUAGES)


def is_courteous(texts: Sequence[str]) -> bool:
    """True for two or more texts that are courtesies of one language, each of a single word."""
    words = {text.casefold().strip(" .,!?¡¿") for text in texts}
    return len(texts) > 1 and any(words <= language for language in _LANGUAGES)

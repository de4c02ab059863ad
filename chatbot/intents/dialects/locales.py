"""Languages as keys of texts: codes and names."""

from collections.abc import Iterable

_LOCALES = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id"
    " is it iw ja jv ka kk km kn ko ky lo lt lv mk ml mn mr ms mt my nb ne nl no or pa pl ps pt ro"
    " ru sd si sk sl sq sr su sv sw ta te tg th tk tl tr uk ur uz vi xh yo zh zu"
)
LOCALES = frozenset(_LOCALES.split())
"""Language codes (ISO 639-1, and those of three letters in use)."""

LANGUAGE_NAMES = frozenset(
    (
        *("english", "spanish", "french", "german", "portuguese", "italian", "dutch", "russian"),
        *("hindi", "arabic", "chinese", "japanese", "korean", "turkish", "vietnamese", "thai"),
        *("indonesian", "malay", "bengali", "urdu", "tamil", "telugu", "marathi", "gujarati"),
        *("punjabi", "kannada", "malayalam", "swahili", "polish", "swedish", "danish", "greek"),
        *("norwegian", "finnish", "romanian", "hungarian", "czech", "ukrainian", "hebrew"),
        *("persian", "tagalog", "filipino", "mandarin", "hinglish"),
        *("español", "français", "deutsch", "português", "italiano", "bahasa", "indonesia"),
    )
)
"""Names of languages that stand in place of a code."""


def is_locale(key: str) -> bool:
    """True for a language: its name, or a code with or without a region, "en", "pt-BR"."""
    name = key.strip().casefold()
    return name.replace("_", "-").partition("-")[0] in LOCALES or name in LANGUAGE_NAMES


def are_locales(keys: Iterable[str]) -> bool:
    """True if there are keys, and all of them are language codes."""
    keys = list(keys)
    return bool(keys) and all(map(is_locale, keys))

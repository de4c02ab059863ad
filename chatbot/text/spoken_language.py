"""Language that texts are in, and how sure that is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from chatbot.text.language_guess import clear_language, guess_language
from chatbot.text.languages import OTHER

_DEFAULT = "english"


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """Name of a language, in `SPOKEN_LANGUAGES`, and how sure it is.

    An unclear language is taken for English, or in another script for `OTHER`.
    """

    name: str
    certainty: Literal["clear", "likely", "unclear"]


def spoken_language(texts: Iterable[str]) -> SpokenLanguage:
    """Return the language of texts."""
    texts = [*texts]
    if language := clear_language(texts):
        return SpokenLanguage(language, "clear")
    if language := guess_language(texts):
        return SpokenLanguage(language, "likely")
    letters = [char for text in texts for char in text[:100] if char.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return SpokenLanguage(_DEFAULT if 2 * latin >= len(letters) else OTHER, "unclear")

"""Signs of another language than a known one, in single short texts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from chatbot.text.function_words import function_words
from chatbot.text.language_guess import SCRIPT_LANGUAGES, SISTERS, languages_of_word, words_of

LATIN = "LATIN"
_OTHER_SCRIPTS = {
    **{language: {script} for script, language in SCRIPT_LANGUAGES.items()},
    "persian": {"ARABIC"},
    "ukrainian": {"CYRILLIC"},
    "chinese": {"CJK"},
    "japanese": {"HIRAGANA", "KATAKANA", "CJK"},
    "korean": {"HANGUL", "CJK"},
}
_FEWEST_WORDS = 2
_SYMBOLS = frozenset(("CYRILLIC", "GREEK", "HEBREW"))
"""Scripts whose letters stand alone for a quantity or a group: α, π, Д."""
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Signs:
    """Likely language of a text, "" if it is not clear, and the words that tell it.

    `script` is that of most letters, "" without letters.
    """

    language: str
    script: str
    words: frozenset[str] = frozenset()


def own_scripts(language: str) -> set[str]:
    """Return the scripts that a language is written in."""
    return _OTHER_SCRIPTS.get(language, {LATIN})


def signs_of(text: str, own: str) -> Signs:
    """Return the signs of a text, where most are in the language `own`.

    Another language of the Latin script has two common words in it that `own` has not, more than
    any other, and no word of `own` alone. Another script is that of its likeliest language; a
    letter that is a symbol is in none.
    """
    script = _script(text)
    if script not in own_scripts(own) and script != LATIN:
        if script in _SYMBOLS and not _WORD.search(text):
            return Signs("", script)
        return Signs(SCRIPT_LANGUAGES.get(script, ""), script)
    if script != LATIN:
        return Signs(own, script)
    return _by_words({*words_of(text)}, own)


def _by_words(words: set[str], own: str) -> Signs:
    languages = {word: languages_of_word(word) for word in words}
    mine = {word for word in words if own in languages[word] or word in function_words(own)}
    counts = Counter(name for word in words - mine for name in languages[word])
    (first, count), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    is_told = count >= _FEWEST_WORDS and count > second and {first, own} != SISTERS
    # A film or a song has a name in another language, within a sentence of the own one.
    if is_told and all(first in languages[word] for word in mine):
        return Signs(first, LATIN, frozenset(w for w in words if first in languages[w]))
    is_own = len(mine) >= _FEWEST_WORDS and len(mine) > count
    return Signs(own if is_own else "", LATIN, frozenset(mine))


def _script(text: str) -> str:
    """Script of most letters, as the names of characters begin."""
    if text.isascii():
        return LATIN if any(map(str.isalpha, text)) else ""
    counts = Counter(
        unicodedata.name(char, "").partition(" ")[0].partition("-")[0]
        for char in text
        if char.isalpha()
    )
    return counts.most_common(1)[0][0] if counts else ""

"""Guess at the language of texts, from their script and their commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_SCRIPTS = {
    "ARABIC": "arabic",
    "CYRILLIC": "russian",
    "GREEK": "greek",
    "HEBREW": "hebrew",
    "DEVANAGARI": "hindi",
    "BENGALI": "bengali",
    "THAI": "thai",
    "HANGUL": "korean",
    "HIRAGANA": "japanese",
    "KATAKANA": "japanese",
    "CJK": "chinese",
}
"""Likeliest language of each script, by the first word of the names of its characters."""

_WORDS = {
    "dutch": "de het een ik je jij van en niet dat wat hoe waar is kan heb voor met zijn op hallo",
    "english": "the a an is are i you my to do of and it what how can where have for in on your me"
    " when who not this that with does sorry did hello please",
    "french": "le la les un une des je tu vous mon ma mes est suis que quoi comment où pas pour"
    " dans avec et ce de du quel quelle puis ne bonjour quels sont",
    "german": "der die das ein eine ich du ihr mein ist sind wie was wo kann nicht und mit für auf"
    " es zu habe den dir mir wer wann hallo gibt",
    "indonesian": "saya aku kamu anda yang apa apakah bagaimana dimana di ke dari ini itu dan untuk"
    " tidak bisa ada dengan siapa kapan berapa mau ingin halo",
    "italian": "il lo la gli un una io tu è sono che cosa come dove non per con mi di del posso"
    " quando chi quanto ho ciao",
    "portuguese": "o a os as um uma eu você meu minha é são que como onde não para com em do da"
    " posso qual quais quando quem fazer olá",
    "spanish": "el la los las un una yo tú mi es son qué que cómo como dónde no para con en del de"
    " puedo cuál cual cuándo quién hola hacer por me",
    "turkish": "bir bu ne nasıl nerede ben sen mi mı için ve var yok nedir kim zaman kadar merhaba"
    " değil musun misin",
}
"""Words that sentences of a language can hardly do without."""

_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)

_FEWEST_WORDS, _LEAD = 3, 1.5
_MOST_TEXTS = 2000


def guess_language(texts: Iterable[str]) -> str:
    """Return the English name of the likeliest language in small letters, or "" for no guess."""
    sample = " ".join(text for text, _ in zip(texts, range(_MOST_TEXTS), strict=False)).casefold()
    return _by_script(sample) or _by_words(re.findall(r"\w+", sample))


def _by_script(text: str) -> str:
    names = (unicodedata.name(char, "").partition(" ")[0] for char in text if char.isalpha())
    scripts = Counter(names)
    if not scripts:
        return ""
    if scripts.keys() & {"HIRAGANA", "KATAKANA"}:
        return "japanese"  # its texts have Chinese characters as well
    script, count = scripts.most_common(1)[0]
    return _SCRIPTS.get(script, "") if 2 * count > scripts.total() else ""


def _by_words(words: Iterable[str]) -> str:
    """The language with most common words, a word of several languages shared by all of them."""
    scores: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for language in (languages := _LANGUAGES_OF.get(word, ())):
            scores[language] += count / len(languages)  # type: ignore[assignment]
    (first, most), (_, second) = [*scores.most_common(2), ("", 0), ("", 0)][:2]
    return first if most >= _FEWEST_WORDS and most >= _LEAD * second else ""

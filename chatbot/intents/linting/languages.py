"""Rules about languages: those that are mixed, and another one than that of the training."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.linting.finding import Finding, Rule, TextPart
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.text.language_guess import clear_language
from chatbot.text.languages import LANGUAGES
from chatbot.text.spoken_language import SpokenLanguage, spoken_language

_FREQUENT = {
    "english": "the what is are how you your my of to and i can do where when which with for this",
    "spanish": "que cual como donde cuando es el los las una para por con mi tu esta puedo quiero",
    "portuguese": "que qual como onde quando é o os as uma para por com meu você não posso são",
    "french": "que quel quelle comment où quand est le les une pour avec mon vous je puis des du",
    "german": "was wie wo wann ist der die das ein eine für mit mein ich du nicht kann und sind",
    "italian": "che quale come dove quando è il gli una per con mio posso sono della di vorrei non",
    "dutch": "wat hoe waar wanneer is de het een voor met mijn ik je niet kan en van zijn",
    "indonesian": "apa bagaimana dimana kapan yang saya di dan untuk dengan ada tidak bisa ini itu",
    "turkish": "ne nasıl nerede zaman bir bu ve için ile benim ben var mı mi değil misin kim",
}
_LANGUAGES: dict[str, list[str]] = {}
for _language, _words in _FREQUENT.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_language)

_MOST, _FEWEST_LETTERS, _FEWEST_WORDS, _TIMES = 0.75, 20, 3, 3
_SEVERAL = 4
_FEWEST_NAMES, _MOST_NAMES, _LONGEST_NAME = 5, 0.9, 2
_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟")
"""Responses that are names: their number, their share, their words; and ends of sentences."""

_LONGEST_TEXT = 2000
"""Characters that tell the language of a text."""


def mixed_languages(linted: LintedSet) -> Iterator[Finding]:
    """Intents in another language than most, or the whole set where no language is usual."""
    texts: list[tuple[Intent, TextPart, str]] = []
    for intent in linted.ordinary:
        texts += [
            (intent, "patterns", language(intent.patterns)),
            (intent, "responses", "" if _are_names(intent) else language(intent.responses)),
        ]
    counts = Counter(name for _, _, name in texts if name)
    total = sum(counts.values())
    if len(counts) < 2:
        return
    (usual, most), (second, _) = counts.most_common(2)
    if most < _MOST * total:
        if counts[second] >= _SEVERAL:
            yield Finding("mixed_languages", names=(usual, second))
        return
    for intent, part, name in texts:
        if name and name != usual:
            text = (intent.patterns if part == "patterns" else intent.responses)[0]
            yield Finding("mixed_languages", intent.tag, part, text, names=(name, usual))


def _are_names(intent: Intent) -> bool:
    """True for several responses that nearly all name something: a shop has its name anywhere."""
    texts = [response.rstrip() for response in intent.responses]
    names = [t for t in texts if len(t.split()) <= _LONGEST_NAME and not t.endswith(_ENDS)]
    return len(names) >= max(_FEWEST_NAMES, _MOST_NAMES * len(texts))


def other_language(linted: LintedSet) -> Iterator[Finding]:
    """Patterns in another language than that of the training, if both are clear.

    For an unlisted language there is no stemmer.
    """
    spoken = clear_language(text for intent in linted.ordinary for text in intent.patterns)
    if linted.language and spoken not in ("", linted.language):
        rule: Rule = "other_language" if spoken in LANGUAGES else "unlisted_language"
        yield Finding(rule, names=(spoken, linted.language))


def language_of(intents: IntentSet) -> SpokenLanguage:
    """Return the language of the patterns."""
    ordinary = LintedSet(intents).ordinary
    return spoken_language(text for intent in ordinary for text in intent.patterns)


def language(texts: Iterable[str]) -> str:
    """Return the guess at the language or the script of the texts, "" where it is not clear."""
    texts = [text[:_LONGEST_TEXT].casefold() for text in texts]
    whole = " ".join(texts)
    scripts: Counter[str] = Counter()
    for char, count in Counter(whole).items():
        scripts[_script(char)] += count
    del scripts[""]
    if sum(scripts.values()) < _FEWEST_LETTERS:
        return ""
    script, letters = scripts.most_common(1)[0]
    if letters < _MOST * sum(scripts.values()):
        return ""
    return script if script != "latin" else _latin(texts)


def _latin(texts: Iterable[str]) -> str:
    """Return the language whose frequent words are there, several times as many as others."""
    sentences = (words for text in texts if len(words := text.split()) >= _FEWEST_WORDS)
    stripped = (word.strip(".,;:!?¿¡'\"()") for word in chain.from_iterable(sentences))
    frequent = {word for word in stripped if word in _LANGUAGES}  # all words may be a whole file
    hits = Counter(name for word in frequent for name in _LANGUAGES[word])
    first, second = (*hits.most_common(2), ("", 0), ("", 0))[:2]
    clear = first[1] >= _FEWEST_WORDS and first[1] >= _TIMES * second[1]
    return first[0] if clear else ""


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    """Return the script of a letter; that of Chinese stands for Japanese and Korean, too."""
    if not char.isalpha():
        return ""
    name = unicodedata.name(char, "").partition(" ")[0].partition("-")[0].lower()
    return "cjk" if name in {"hiragana", "katakana", "hangul", "cjk"} else name

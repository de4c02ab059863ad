"""Quick replies of a question back: a text for choosing each candidate, and one for none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from chatbot.intents.intent_set import FALLBACK_TAG, Intent
from chatbot.text.function_words import is_function_word
from chatbot.text.words import WordSplitter, normalise

LONGEST = 100
"""Most characters of a quick reply: the label of a button, sent as a message."""

_NONE_OF_THESE = {
    "arabic": "لا شيء من هذه",
    "bengali": "এগুলোর কোনোটিই নয়",
    "chinese": "都不是",
    "czech": "Nic z toho",
    "danish": "Ingen af dem",
    "dutch": "Geen van deze",
    "english": "None of these",
    "finnish": "Ei mikään näistä",
    "french": "Aucune de ces propositions",
    "german": "Nichts davon",
    "greek": "Κανένα από αυτά",
    "hebrew": "אף אחד מאלה",
    "hindi": "इनमें से कोई नहीं",
    "hungarian": "Egyik sem",
    "indonesian": "Bukan semuanya",
    "italian": "Nessuna di queste",
    "japanese": "どれでもない",
    "korean": "해당 없음",
    "norwegian": "Ingen av disse",
    "persian": "هیچ‌کدام",
    "polish": "Żadne z nich",
    "portuguese": "Nenhuma destas",
    "romanian": "Niciuna dintre acestea",
    "russian": "Ничего из этого",
    "spanish": "Ninguna de estas",
    "swedish": "Inget av dessa",
    "tamil": "இவற்றில் எதுவும் இல்லை",
    "telugu": "వీటిలో ఏదీ కాదు",
    "thai": "ไม่ใช่ทั้งหมดนี้",
    "turkish": "Hiçbiri",
    "ukrainian": "Нічого з цього",
    "vietnamese": "Không phải những mục này",
}


def quick_replies(candidates: Iterable[Intent], splitter: WordSplitter) -> dict[str, str]:
    """Return the tag of each intent by a unique text, and FALLBACK_TAG by that for none of them.

    The text is the first pattern short enough for a button that no other candidate has and that
    says something else than the texts before it: a wording the author expects from people. Without
    such a pattern, the text is the tag.
    """
    candidates = list(candidates)
    counts = Counter(key for intent in candidates for key in {*map(_key, intent.patterns)})
    none = _NONE_OF_THESE.get(splitter.language, _NONE_OF_THESE["english"])
    tags: dict[str, str] = {}
    keys = {_key(none), *(key for key, count in counts.items() if count > 1)}
    meanings: set[frozenset[str]] = set()
    for intent in candidates:
        text = _distinct_text(intent, keys, meanings, splitter)
        keys.add(_key(text))
        meanings.add(_meaning(text, splitter))
        tags[text] = intent.tag
    return tags | {none: FALLBACK_TAG}


def chosen_tag(offered: Mapping[str, str], message: str) -> str | None:
    """Return the tag of the quick reply equal to the message, if any, given the tags by text."""
    return {_key(text): tag for text, tag in offered.items()}.get(_key(message))


def _distinct_text(
    intent: Intent, keys: set[str], meanings: set[frozenset[str]], splitter: WordSplitter
) -> str:
    texts = (text for text in _texts(intent) if _key(text) not in keys)
    return next(
        text
        for text in texts
        if text not in intent.patterns or _meaning(text, splitter) not in meanings
    )


def _texts(intent: Intent) -> Iterator[str]:
    for pattern in intent.patterns:
        # Invisible characters are lost on the way, or reverse the text on the button.
        if len(pattern) <= LONGEST and pattern.isprintable():
            yield pattern
    name = normalise(intent.tag)[:LONGEST]
    yield name
    yield from (f"{name} {number}" for number in count(2))


def _meaning(text: str, splitter: WordSplitter) -> frozenset[str]:
    """Stems that tell a text from another, all of them where it has function words alone."""
    words = splitter.words(text)
    telling = [word for word in words if not is_function_word(word, splitter.language)]
    return frozenset(splitter.stem(word) for word in telling or words)


def _key(text: str) -> str:
    return normalise(text).casefold()

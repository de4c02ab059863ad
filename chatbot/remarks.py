"""What is allowed in a set of intents, but seldom meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from chatbot.intents import CLARIFICATION_TAG, FALLBACK_TAG, RESERVED_TAGS, Intent, IntentSet
from chatbot.json_scanner import shortened
from chatbot.text import WordSplitter

_USUAL = {
    FALLBACK_TAG: ": until you write some, a sentence in English is given.",
    CLARIFICATION_TAG: ": until you write some, a question in English is asked.",
}


def remarks(intents: IntentSet) -> tuple[str, ...]:
    """Return what is seldom meant in a sentence each: in the order of the files, then of the set.

    Nothing in it keeps the bot from being trained.
    """
    splitter = WordSplitter()  # words are split alike in all languages
    of_each = [one for intent in intents for one in _of_intent(intent, splitter)]
    return (*of_each, *_shared_patterns(intents, splitter), *_without_fallback(intents))


def _of_intent(intent: Intent, splitter: WordSplitter) -> Iterator[str]:
    tag = shortened(intent.tag)
    if intent.tag == CLARIFICATION_TAG and intent.patterns:
        yield f'Nobody reads the patterns of "{tag}": the bot asks when two or three intents fit.'
    if not intent.patterns and intent.tag not in RESERVED_TAGS:
        yield f'No message can reach "{tag}": it has no patterns. Is the key "patterns"?'
    if not intent.responses:
        fallback = ', so those of the fallback are given. Is the key "responses"?'
        yield f'"{tag}" has no responses{_USUAL.get(intent.tag, fallback)}'
    for pattern in intent.patterns:
        if intent.tag not in RESERVED_TAGS and not splitter.words(pattern):
            yield (
                f'No message can reach "{tag}" by its pattern "{shortened(pattern)}": '
                "it has no word. Remove it, or write words."
            )


def _shared_patterns(intents: IntentSet, splitter: WordSplitter) -> Iterator[str]:
    """Only of intents that wait for the same contexts: "yes" may answer many questions."""
    tags: dict[tuple[tuple[str, ...], frozenset[str]], dict[str, str]] = defaultdict(dict)
    for intent in intents:
        for pattern in intent.patterns if intent.tag not in RESERVED_TAGS else ():
            words = tuple(splitter.words(pattern))
            if words:
                place = tags[words, frozenset(intent.context_filter)]
                place.setdefault(intent.tag, pattern)
    for found in tags.values():
        if len(found) > 1:
            (first, pattern), (second, _) = list(found.items())[:2]
            yield (
                f'"{shortened(first)}" and "{shortened(second)}" share the pattern '
                f'"{shortened(pattern)}", so the bot can only guess or ask back: '
                "keep it in one of them."
            )


def _without_fallback(intents: IntentSet) -> Iterator[str]:
    if intents.get(FALLBACK_TAG) is None:
        yield (
            f'There is no intent "{FALLBACK_TAG}" to answer what nothing fits: '
            "until you write one, a sentence in English does."
        )

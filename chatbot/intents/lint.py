"""What is allowed in a set of intents, but seldom meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from chatbot.intents.intent_set import (
    CLARIFICATION_TAG,
    FALLBACK_TAG,
    RESERVED_TAGS,
    Intent,
    IntentSet,
)
from chatbot.text.wording import shortened
from chatbot.text.words import WordSplitter

_MEANT_AS_FALLBACK = frozenset(
    ("default", "error", "fallback", "noanswer", "noresponse", "unknown")
)
"""How tutorials call the intent for what nothing fits, in small letters without signs."""

_USUAL = {
    FALLBACK_TAG: ": until you write some, a sentence in English is given.",
    CLARIFICATION_TAG: ": until you write some, a question in English is asked.",
}


def remarks(intents: IntentSet) -> tuple[str, ...]:
    """Return a sentence for each thing: the intents in the order of the files, then the set.

    Nothing in it keeps the bot from being trained.
    """
    splitter = WordSplitter()  # words are split alike in all languages
    opened = {name for intent in intents for name in intent.context_set}
    stand_in = _stand_in(intents)
    said = [
        *(one for intent in intents for one in _of_intent(intent, opened, intent is stand_in)),
        *(without_word for intent in intents for without_word in _without_words(intent, splitter)),
        *_shared_patterns(intents, splitter),
    ]
    if intents.get(FALLBACK_TAG) is None:
        said.append(_without_fallback(stand_in))
    return tuple(said)


def _of_intent(intent: Intent, opened: set[str], is_stand_in: bool) -> Iterator[str]:
    tag = shortened(intent.tag)
    unreachable = f'No message can reach "{tag}": '
    if intent.tag == CLARIFICATION_TAG and intent.patterns:
        yield f'Nobody reads the patterns of "{tag}": the bot asks when two or three intents fit.'
    if not intent.patterns and intent.tag not in RESERVED_TAGS and not is_stand_in:
        yield f'{unreachable}it has no patterns. Write them under "patterns".'
    if intent.context_filter and opened.isdisjoint(intent.context_filter):
        awaited = " or ".join(f'"{shortened(name)}"' for name in intent.context_filter)
        yield f'{unreachable}no intent opens {awaited}. Name it in the "context_set" of one.'
    if not intent.responses:
        usual = ', so those of the fallback are given. Write them under "responses".'
        yield f'"{tag}" has no responses{_USUAL.get(intent.tag, usual)}'


def _without_words(intent: Intent, splitter: WordSplitter) -> Iterator[str]:
    for pattern in intent.patterns if intent.tag not in RESERVED_TAGS else ():
        if not splitter.words(pattern):
            yield (
                f'No message can reach "{shortened(intent.tag)}" by its pattern '
                f'"{shortened(pattern)}": it has no word. Remove it, or write words.'
            )


def _shared_patterns(intents: IntentSet, splitter: WordSplitter) -> Iterator[str]:
    """Of intents that can be meant at the same time: "yes" may answer many questions."""
    holders: dict[tuple[str, ...], dict[str, tuple[Intent, str]]] = defaultdict(dict)
    for intent in intents:
        for pattern in intent.patterns if intent.tag not in RESERVED_TAGS else ():
            if words := tuple(splitter.words(pattern)):
                holders[words].setdefault(intent.tag, (intent, pattern))
    for found in holders.values():
        for (one, pattern), (other, _) in combinations(found.values(), 2):
            if _at_once(one, other):
                yield (
                    f'"{shortened(one.tag)}" and "{shortened(other.tag)}" share the pattern '
                    f'"{shortened(pattern)}", so the bot can only guess or ask back: '
                    "keep it in one of them."
                )
                break


def _at_once(one: Intent, other: Intent) -> bool:
    if not one.context_filter or not other.context_filter:
        return one.context_filter == other.context_filter
    return not set(one.context_filter).isdisjoint(other.context_filter)


def _without_fallback(stand_in: Intent | None) -> str:
    if stand_in:
        return (
            f'"{shortened(stand_in.tag)}" seems to be what the bot says when nothing fits: '
            f'give it the tag "{FALLBACK_TAG}". Until you do, a sentence in English is said.'
        )
    return (
        f'There is no intent "{FALLBACK_TAG}" to answer what nothing fits: '
        "until you write one, a sentence in English does."
    )


def _stand_in(intents: IntentSet) -> Intent | None:
    """The intent without patterns whose name says that it was meant as the fallback."""
    if intents.get(FALLBACK_TAG) is not None:
        return None
    for intent in intents:
        name = "".join(filter(str.isalnum, intent.tag.casefold()))
        if name in _MEANT_AS_FALLBACK and intent.responses and not intent.patterns:
            return intent
    return None

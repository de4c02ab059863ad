"""What is allowed in a set of intents, but seldom meant."""

from collections import defaultdict
from collections.abc import Iterator

from chatbot.intents import FALLBACK_TAG, RESERVED_TAGS, Intent, IntentSet
from chatbot.json_scanner import shortened

_MEANT_AS_FALLBACK = frozenset(
    ("default", "error", "fallback", "noanswer", "noresponse", "unknown")
)
"""How tutorials call the intent for what nothing fits, in small letters without signs."""


def remarks(intents: IntentSet) -> tuple[str, ...]:
    """Return a sentence for each thing: the intents in the order of the files, then the set."""
    of_intents = (remark for intent in intents for remark in _of_intent(intent, intents))
    return (*of_intents, *_shared_patterns(intents), *_without_fallback(intents))


def _of_intent(intent: Intent, intents: IntentSet) -> Iterator[str]:
    unreachable = f'No message can reach "{intent.tag}": '
    if not intent.patterns and intent.tag not in RESERVED_TAGS and intent != _stand_in(intents):
        yield f'{unreachable}it has no patterns. Write them under "patterns".'
    opened = {name for other in intents for name in other.context_set}
    if intent.context_filter and opened.isdisjoint(intent.context_filter):
        awaited = " or ".join(f'"{name}"' for name in intent.context_filter)
        yield f'{unreachable}no intent opens {awaited}. Name it in the "context_set" of one.'
    if not intent.responses:
        yield (
            f'"{intent.tag}" has no responses, so those of the fallback are given. '
            'Write them under "responses".'
        )


def _shared_patterns(intents: IntentSet) -> Iterator[str]:
    """A pattern that two intents have which can be meant at the same time."""
    holders: dict[str, list[Intent]] = defaultdict(list)
    for intent in intents:
        for text in {" ".join(pattern.casefold().split()) for pattern in intent.patterns}:
            holders[text].append(intent)
    for text, (first, *others) in holders.items():
        for other in others:
            if _at_once(first, other):
                yield (
                    f'"{shortened(text)}" is a pattern of "{first.tag}" and of "{other.tag}", '
                    "so the bot cannot tell which is meant. Leave it in one of them."
                )


def _at_once(one: Intent, other: Intent) -> bool:
    if not one.context_filter or not other.context_filter:
        return one.context_filter == other.context_filter
    return not set(one.context_filter).isdisjoint(other.context_filter)


def _without_fallback(intents: IntentSet) -> Iterator[str]:
    if intents.get(FALLBACK_TAG) is not None:
        return
    stand_in = _stand_in(intents)
    if stand_in is not None:
        yield (
            f'"{stand_in.tag}" seems to be what the bot says when nothing fits: '
            f'give it the tag "{FALLBACK_TAG}". Until you do, a sentence in English is said.'
        )
    else:
        yield (
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

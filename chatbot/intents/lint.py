"""Lint: warnings about valid intents that are probably a mistake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType
from typing import Literal

from chatbot.intents.intent_set import (
    CLARIFICATION_TAG,
    FALLBACK_TAG,
    RESERVED_TAGS,
    Intent,
    IntentSet,
)
from chatbot.intents.places import Place
from chatbot.text.words import WordSplitter

Rule = Literal[
    "unread_patterns",
    "no_patterns",
    "unopened_context",
    "no_responses",
    "wordless_pattern",
    "shared_pattern",
    "no_fallback",
]

_NO_PLACES: Mapping[str, Place] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LintWarning:
    """Finding of a rule about the intent `tag`; an empty tag stands for the whole set.

    `other` is a second intent of the finding, `pattern` the pattern, `contexts` the contexts.
    `place` is the place of the intent, None if unknown.
    """

    rule: Rule
    tag: str = ""
    other: str = ""
    pattern: str = ""
    contexts: tuple[str, ...] = ()
    place: Place | None = None


def lint(intents: IntentSet, places: Mapping[str, Place] = _NO_PLACES) -> tuple[LintWarning, ...]:
    """Check the intents: warnings about each, in the order of the files, then about the set.

    `places` are the places of the tags in the files.
    """
    splitter = WordSplitter()  # words are split alike in all languages
    opened = {name for intent in intents for name in intent.context_set}
    warnings = [
        *(warning for intent in intents for warning in _of_intent(intent, opened)),
        *(warning for intent in intents for warning in _wordless_patterns(intent, splitter)),
        *_shared_patterns(intents, splitter),
    ]
    if intents.get(FALLBACK_TAG) is None:
        warnings.append(LintWarning("no_fallback"))
    return tuple(replace(warning, place=places.get(warning.tag)) for warning in warnings)


def _of_intent(intent: Intent, opened: set[str]) -> Iterator[LintWarning]:
    tag = intent.tag
    if tag == CLARIFICATION_TAG and intent.patterns:
        yield LintWarning("unread_patterns", tag)
    if not intent.patterns and tag not in RESERVED_TAGS:
        yield LintWarning("no_patterns", tag)
    if intent.context_filter and opened.isdisjoint(intent.context_filter):
        yield LintWarning("unopened_context", tag, contexts=intent.context_filter)
    if not intent.responses:
        yield LintWarning("no_responses", tag)


def _wordless_patterns(intent: Intent, splitter: WordSplitter) -> Iterator[LintWarning]:
    for pattern in intent.patterns if intent.tag not in RESERVED_TAGS else ():
        if not splitter.words(pattern):
            yield LintWarning("wordless_pattern", intent.tag, pattern=pattern)


def _shared_patterns(intents: IntentSet, splitter: WordSplitter) -> Iterator[LintWarning]:
    """Patterns shared by two intents possible at the same time.

    Intents with different contexts may share patterns: "yes" may answer many questions.
    """
    holders: dict[tuple[str, ...], dict[str, tuple[Intent, str]]] = defaultdict(dict)
    for intent in intents:
        for pattern in intent.patterns if intent.tag not in RESERVED_TAGS else ():
            if words := tuple(splitter.words(pattern)):
                holders[words].setdefault(intent.tag, (intent, pattern))
    for sharers in holders.values():
        for (first, pattern), (second, _) in combinations(sharers.values(), 2):
            if _at_once(first, second):
                yield LintWarning("shared_pattern", first.tag, second.tag, pattern)
                break


def _at_once(first: Intent, second: Intent) -> bool:
    if not first.context_filter or not second.context_filter:
        return first.context_filter == second.context_filter
    return not set(first.context_filter).isdisjoint(second.context_filter)

"""Rules about the marks of learnt entities in patterns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from chatbot.intents.intent_set import Intent
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.intents.marks.reading import without_marks

FEWEST = 20
_LONGEST_VALUE = 6
"""Words of a value that is looked for in patterns without its mark."""


def few_marks(linted: LintedSet) -> Iterator[Finding]:
    """Entities with fewer than FEWEST marks in all patterns, at the first intent with one."""
    counts: Counter[str] = Counter()
    homes: dict[str, str] = {}
    for intent in linted.intents:
        for entity in (mark.entity for marks in intent.marks.values() for mark in marks):
            counts[entity] += 1
            homes.setdefault(entity, intent.tag)
    for entity, count in counts.items():
        if count < FEWEST:
            yield Finding("few_marks", homes[entity], "patterns", names=(entity,), count=count)


def unmarked_values(linted: LintedSet) -> Iterator[Finding]:
    """Patterns with words that another pattern of the intent has a mark of: it is learnt less."""
    for intent in linted.ordinary:
        values = _marked_words(linted, intent) if intent.marks else {}
        for pattern in intent.patterns if values else ():
            if pattern not in intent.marks and (words := _first_value(linted, pattern, values)):
                names = (values[words],)
                yield Finding(
                    "unmarked_value",
                    intent.tag,
                    "patterns",
                    pattern,
                    similar=" ".join(words),
                    names=names,
                )


def unread_marks(linted: LintedSet) -> Iterator[Finding]:
    """Patterns with what looks like a mark, where no entity is learnt."""
    if any(intent.marks for intent in linted.intents):
        return
    for intent in linted.ordinary:
        for pattern in intent.patterns:
            if without_marks(pattern) != pattern:
                yield Finding("unread_mark", intent.tag, "patterns", pattern)


def _marked_words(linted: LintedSet, intent: Intent) -> dict[tuple[str, ...], str]:
    values: dict[tuple[str, ...], str] = {}
    for text, marks in intent.marks.items():
        for mark in marks:
            words = tuple(linted.splitter.words(text[mark.start : mark.end]))
            if words:
                values.setdefault(words, mark.entity)
    return values


def _first_value(
    linted: LintedSet, pattern: str, values: dict[tuple[str, ...], str]
) -> tuple[str, ...]:
    words = linted.words[pattern]
    for start in range(len(words)):
        for length in range(1, _LONGEST_VALUE + 1):
            if (phrase := words[start : start + length]) in values:
                return phrase
    return ()

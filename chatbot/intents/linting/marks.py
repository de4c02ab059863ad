"""Rules about the marks of learnt entities in patterns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from chatbot.entities.entity import BUILT_IN
from chatbot.intents.intent_set import Intent
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.intents.marks.learnt import learnt_entities
from chatbot.intents.marks.reading import without_marks
from chatbot.intents.places import Place

FEWEST = 20
_LONGEST_VALUE = 6
"""Words of a value that is looked for in patterns without its mark."""


def few_marks(linted: LintedSet) -> Iterator[Finding]:
    """Learnt entities with fewer than FEWEST marks in all patterns, at the first intent with one.

    Those that no form asks for are not learnt, however many marks they have.
    """
    counts: Counter[str] = Counter()
    homes: dict[str, str] = {}
    for intent in linted.intents:
        for entity in (mark.entity for marks in intent.marks.values() for mark in marks):
            counts[entity] += 1
            homes.setdefault(entity, intent.tag)
    learnt = learnt_entities(linted.intents)
    others = {*BUILT_IN, *_declared(linted)}
    for entity, count in counts.items():
        if entity in learnt and count < FEWEST:
            yield Finding("few_marks", homes[entity], "patterns", names=(entity,), count=count)
        elif entity not in learnt and entity not in others:
            yield Finding("unasked_entity", homes[entity], "patterns", names=(entity,), count=count)


def _declared(linted: LintedSet) -> set[str]:
    """Names of entities of slots that are not learnt: their marks are allowed, and not needed."""
    slots = [slot for intent in linted.intents if intent.form for slot in intent.form.slots]
    entities = [slot.entity for slot in (*slots, *linted.intents.page.slots)]
    return {entity.name for entity in entities if entity.kind != "learnt"}


def unmarked_values(linted: LintedSet) -> Iterator[Finding]:
    """Patterns with words that another pattern of the intent has a mark of: it is learnt less."""
    for intent in linted.ordinary:
        unmarked = [pattern for pattern in intent.patterns if pattern not in intent.marks]
        values = _marked_words(linted, intent) if unmarked else {}
        for pattern in unmarked if values else ():
            if words := _first_value(linted, pattern, values):
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


def marked_tests(linted: LintedSet) -> Iterator[Finding]:
    """Tests, and messages of conversations, with what looks like a mark: visitors write none."""
    for intent in linted.intents:
        for test in intent.tests:
            if without_marks(test) != test:
                yield Finding("marked_test", intent.tag, "tests", test)
    for turn in chain.from_iterable(linted.intents.conversations):
        if without_marks(turn.user) != turn.user:
            yield Finding("marked_test", text=turn.user, place=_place(turn.place))


def _place(written: str) -> Place | None:
    """Place of a turn, which has it as a text."""
    file, _, line = written.rpartition(":")
    return Place(file, int(line), 1) if line.isdecimal() else None


def _marked_words(linted: LintedSet, intent: Intent) -> dict[tuple[str, ...], str]:
    entities: dict[str, str] = {}
    for text, marks in intent.marks.items():
        for mark in marks:
            entities.setdefault(text[mark.start : mark.end], mark.entity)
    values: dict[tuple[str, ...], str] = {}
    for text, entity in entities.items():
        if words := tuple(linted.splitter.words(text)):
            values.setdefault(words, entity)
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

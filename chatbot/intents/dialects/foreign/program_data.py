"""Data of a program: numbers, paths, inputs and outputs, labels of a page."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.intents.dialects.foreign.courtesies import is_courteous
from chatbot.intents.dialects.foreign.evidence import are_most
from chatbot.intents.dialects.foreign.item_texts import (
    INPUTS,
    Item,
    in_sentence,
    is_said,
    is_word,
    texts_of,
    values_of,
)
from chatbot.intents.dialects.names import QUESTION_NAMES, role_of

_OUTPUTS = frozenset(
    (
        *("output", "outputs", "salida", "salidas", "saida", "saidas", "sortie", "sorties"),
        *("ausgabe", "ausgaben", "keluaran"),
    )
)


def are_data(items: Sequence[Item]) -> bool:
    """True for numbers, shapes, paths in place of patterns, or of answers to what is no question.

    Where answers are sentences, the patterns are the numbers of a menu.
    """
    return are_most(items, _is_data)


def _is_data(item: Item) -> bool:
    answers = list(texts_of([item], "responses"))
    if any(map(in_sentence, answers)):
        return False
    if not any(map(is_said, texts_of([item], "patterns"))):
        return True
    is_question = not QUESTION_NAMES.isdisjoint(values_of(item, "patterns"))
    return bool(answers) and not is_question and not any(map(is_word, answers))


def are_runs(items: Sequence[Item]) -> bool:
    """True for inputs in words, and outputs, none of which is said to anybody."""
    if not are_most(items, _is_run) or any(map(in_sentence, texts_of(items, "responses"))):
        return False
    return any(map(is_word, texts_of(items, "patterns"))) and not any(map(_is_polite, items))


def _is_run(item: Item) -> bool:
    return INPUTS.issuperset(values_of(item, "patterns")) and _OUTPUTS.issuperset(
        values_of(item, "responses")
    )


def _is_polite(item: Item) -> bool:
    """True for a greeting, or thanks, that is answered in its language."""
    texts = [*texts_of([item], "patterns"), *texts_of([item], "responses")]
    return is_courteous(texts)


def are_labels(items: Sequence[Item]) -> bool:
    """True for texts that name parts of an intent, as labels of a page do."""
    return are_most(items, _is_label)


def _is_label(item: Item) -> bool:
    texts = [*values_of(item, "patterns").values(), *values_of(item, "responses").values()]
    return all(isinstance(text, str) for text in texts) and any(map(role_of, texts))

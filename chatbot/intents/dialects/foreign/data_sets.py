"""Data sets to learn from: questions about texts, and texts with grades."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from chatbot.intents.dialects.foreign.content import Content
from chatbot.intents.dialects.foreign.evidence import OWN_TAGS, are_most
from chatbot.intents.dialects.foreign.words import has_mark
from chatbot.intents.dialects.names import QUESTION_NAMES, normalized, role_of
from chatbot.text.language_guess import clear_language

_GRADES = frozenset(
    (
        *("positive", "negative", "neutral", "mixed", "pos", "neg", "spam", "ham", "toxic"),
        *("nontoxic", "joy", "anger", "fear", "sadness", "surprise", "love", "disgust"),
        *("positif", "negatif", "netral", "positivo", "negativo", "neutro", "positiv", "negativ"),
    )
)
_PASSAGES = frozenset(
    (
        *("passage", "passages", "paragraph", "paragraphs", "article", "story", "document"),
        *("documents", "pasaje", "pasajes", "trecho", "trechos", "absatz", "paragraf"),
    )
)
_ASKED = QUESTION_NAMES | {"query", "consulta", "anfrage"}
_LONGEST_REMARK = 200
"""Letters of a context that says where a question is asked; a passage has more."""

_MOST_TEXTS, _MOST_ANSWERS, _MOST_SHARED = 100, 10, 10
"""Texts of a context, answers, and contexts around items that are looked at."""

_WORD = re.compile(r"\w+")


def have_passages(items: Sequence[Content]) -> bool:
    """True for questions with the text that has the answers."""
    return are_most(items, _has_passage)


def shared_passages(outer: Any) -> dict[str, list[str]]:
    """Texts of the contexts of an object around items, which are those of each."""
    members = outer.items() if isinstance(outer, dict) else ()
    contexts = (
        (key, list(islice(_texts(value), _MOST_TEXTS)))
        for key, value in members
        if role_of(key) == "context" or normalized(key) in _PASSAGES
    )
    return dict(islice(contexts, _MOST_SHARED))


def _has_passage(item: Content) -> bool:
    if _ASKED.isdisjoint(item.values):
        return False
    answers = list(map(_words, item.answers[:_MOST_ANSWERS]))
    contexts = [*item.contexts.values(), *map(item.values.get, _PASSAGES)]
    return any(_is_passage(text, answers) for text in islice(_texts(contexts), _MOST_TEXTS))


def _texts(value: Any) -> Iterator[str]:
    """Texts in a value, however deep: a context may be a list of titles with their sentences."""
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in inner:
        yield from _texts(member)


def _is_passage(text: str, answers: Sequence[str]) -> bool:
    if len(text) > _LONGEST_REMARK:
        return True
    words = _words(text)
    return any(answer != words and answer in words for answer in answers if answer.strip())


def _words(text: str) -> str:
    """Words in small letters with spaces around each."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def are_translations(items: Sequence[Content]) -> bool:
    """True for texts clearly of one language, and answers clearly of another.

    Questions are translated by questions.
    """
    questions = [item for item in items if any(map(has_mark, item.messages))]
    if questions and not are_most(questions, _is_answered_by_question):
        return False
    heard = clear_language(text for item in items for text in item.messages)
    return bool(heard) and clear_language(text for item in items for text in item.answers) not in (
        *("", heard),
    )


def _is_answered_by_question(item: Content) -> bool:
    return any(map(has_mark, item.answers))


def have_grades(items: Sequence[Content]) -> bool:
    """True for texts without answers that have a mood, or are spam, in place of a purpose.

    A tag by our own name, and several texts of a mood, are those of an intent.
    """
    if any(item.responses or item.has_wordings or not _is_graded(item) for item in items):
        return False
    values = [value for item in items for name, value in item.tags.items() if name != "id"]
    return bool(values) and all(_is_grade(normalized(str(value))) for value in values)


def _is_graded(item: Content) -> bool:
    return OWN_TAGS.isdisjoint(item.tags)


def _is_grade(tag: str) -> bool:
    return tag in _GRADES or tag.isdecimal()

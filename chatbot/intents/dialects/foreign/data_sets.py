"""Data sets to learn from: questions about texts, and texts with grades."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from chatbot.intents.dialects.foreign.evidence import OWN_TAGS, are_most, has_wordings
from chatbot.intents.dialects.foreign.item_texts import Item, texts_of, values_of
from chatbot.intents.dialects.names import QUESTION_NAMES, normalized

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

_WORD = re.compile(r"\w+")


def have_passages(items: Sequence[Item]) -> bool:
    """True for questions with the text that has the answers."""
    return are_most(items, _has_passage)


def _has_passage(item: Item) -> bool:
    if _ASKED.isdisjoint(map(normalized, item)):
        return False
    answers = [_words(text) for text in texts_of([item], "responses")]
    contexts = [*values_of(item, "context").values()]
    contexts += (value for key, value in item.items() if normalized(key) in _PASSAGES)
    return any(_is_passage(text, answers) for text in _texts(contexts))


def _texts(value: Any) -> Iterator[str]:
    """Texts in a value, however deep: a context may be a list of titles with their sentences."""
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in inner:
        yield from _texts(member)


def _is_passage(text: str, answers: Sequence[str]) -> bool:
    words = _words(text)
    has_answer = any(answer != words and answer in words for answer in answers if answer.strip())
    return has_answer or len(text) > _LONGEST_REMARK


def _words(text: str) -> str:
    """Words in small letters with spaces around each."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def have_grades(items: Sequence[Item]) -> bool:
    """True for texts without answers that have a mood, or are spam, in place of a purpose.

    A tag by our own name, and several texts of a mood, are those of an intent.
    """
    tags = [values_of(item, "tag") for item in items]
    is_answered = any(any(values_of(item, "responses")) for item in items)
    if is_answered or any(map(has_wordings, items)) or not all(map(OWN_TAGS.isdisjoint, tags)):
        return False
    grades = {
        normalized(str(value)) for names in tags for name, value in names.items() if name != "id"
    }
    return bool(grades) and all(map(_is_grade, grades))


def _is_grade(tag: str) -> bool:
    return tag in _GRADES or tag.isdecimal()

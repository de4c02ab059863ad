"""Answers by question: {"Where are you?": "In Oslo.", "Are you open on Sunday?": "No."}."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chatbot.intents.dialects.foreign.words import has_mark
from chatbot.text.comparison import is_blank

_SEVERAL_WORDS = re.compile(r"\w[^\w\s]*\s+[^\w\s]*\w")
_FIRST_WORD = re.compile(r"[^\w]*(\w+)")
_BEGINNINGS = frozenset(
    (
        *("what", "whats", "who", "whose", "when", "where", "why", "which", "how", "do", "does"),
        *("qué", "que", "quién", "quien", "cuándo", "cuando", "dónde", "donde", "cómo", "como"),
        *("cuál", "cual", "cuánto", "cuanto", "quem", "quando", "onde", "qual", "quanto", "quoi"),
        *("qui", "quand", "où", "comment", "pourquoi", "combien", "quel", "quelle", "was", "wer"),
        *("wann", "wo", "woher", "wohin", "warum", "wieso", "wie", "wieviel", "welche", "welcher"),
        *("welches", "apa", "apakah", "siapa", "kapan", "dimana", "mengapa", "kenapa", "berapa"),
        "bagaimana",
    )
)
"""Words that questions begin with, in the six languages of the names."""


def are_answered_questions(value: Mapping[str, Any]) -> bool:
    """True for texts alone, whose keys are sentences, and at least half of them questions.

    Where the values of most questions are questions as well, these are translations.
    """
    if len(value) < 2 or not all(map(_is_pair, value.keys(), value.values())):
        return False
    questions = [key for key in value if _is_question(key)]
    translated = sum(1 for key in questions if _is_question(value[key].lower()))
    return 2 * len(questions) >= len(value) and 2 * translated < len(questions)


def _is_pair(key: str, answer: Any) -> bool:
    """True for a sentence with a text: names, codes and paths have no space."""
    is_text = isinstance(answer, str) and not is_blank(answer)
    return is_text and (has_mark(key) or bool(_SEVERAL_WORDS.search(key)))


def _is_question(text: str) -> bool:
    """True for a question mark, or a question word in small letters: "How it works" is a label."""
    first = _FIRST_WORD.match(text)
    return has_mark(text) or (first is not None and first[1] in _BEGINNINGS)

"""Answers by question: {"Where are you?": "In Oslo.", "Are you open on Sunday?": "No."}."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.intents.dialects.foreign.courtesies import is_courtesy
from chatbot.intents.dialects.foreign.words import has_mark
from chatbot.intents.dialects.locales import are_locales
from chatbot.located_json.scanner import Path
from chatbot.text.comparison import is_blank

_DEEPEST = 3
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
    """True for texts alone, by sentences and courtesies, at least half of them questions.

    Where the values of most questions are questions as well, these are translations.
    """
    if len(value) < 2 or not all(map(_is_pair, value.keys(), value.values())):
        return False
    questions = [key for key in value if _is_question(key)]
    translated = sum(1 for key in questions if _is_question(value[key].lower()))
    return 2 * len(questions) >= len(value) and 2 * translated < len(questions)


def are_answers(value: Any) -> bool:
    """True for an object of answers by question."""
    return isinstance(value, dict) and are_answered_questions(value)


def answered_paths(value: Any, path: Path) -> list[Path]:
    """Return the paths of the answers by question in the object at a path, and in its objects."""
    if are_answers(value):
        return [path]
    if not isinstance(value, dict) or len(path) > _DEEPEST:
        return []
    return [place for key, inner in value.items() for place in answered_paths(inner, (*path, key))]


def are_one_bot(paths: Sequence[Path]) -> bool:
    """True for a single path, and for subjects beside one another that are no languages."""
    outer = {path[:-1] for path in paths}
    return len(paths) == 1 or (len(outer) == 1 and not are_locales(str(p[-1]) for p in paths))


def _is_pair(key: str, answer: Any) -> bool:
    """True for a sentence or a courtesy with a text: names, codes and paths have no space."""
    if not isinstance(answer, str) or is_blank(answer):
        return False
    return has_mark(key) or bool(_SEVERAL_WORDS.search(key)) or is_courtesy(key)


def _is_question(text: str) -> bool:
    """True for a question mark, or a question word in small letters: "How it works" is a label."""
    first = _FIRST_WORD.match(text)
    return has_mark(text) or (first is not None and first[1] in _BEGINNINGS)

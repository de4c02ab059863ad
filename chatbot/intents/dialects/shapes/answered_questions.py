"""Answers by question, {"Where are you?": "In Oslo."}, or in pairs, [["Where?", "In Oslo."]]."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import starmap
from typing import Any

from chatbot.intents.dialects.foreign.courtesies import is_courtesy
from chatbot.intents.dialects.foreign.words import has_mark
from chatbot.intents.dialects.locales import are_locales
from chatbot.intents.dialects.names import is_called_answers
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


def pairs_of(value: Any) -> Iterable[tuple[Any, Any]]:
    """Return the members of an object, or the pairs of a list of nothing else."""
    if isinstance(value, dict):
        return value.items()
    is_paired = isinstance(value, list) and all(map(_has_two, value))
    return [(first, second) for first, second in value] if is_paired else ()


def _has_two(item: Any) -> bool:
    return isinstance(item, list) and len(item) == 2


def are_answered(value: Any) -> bool:
    """True for texts alone, by sentences and courtesies, at least half of them questions.

    Where the answers of most questions are questions as well, these are translations.
    """
    pairs = pairs_of(value)
    if len(value) < 2 or not pairs or not all(starmap(_is_pair, pairs)):
        return False
    answers = [answer for question, answer in pairs if _is_question(question)]
    translated = sum(1 for answer in answers if _is_question(answer.lower()))
    return 2 * len(answers) >= len(value) and 2 * translated < len(answers)


def are_answers(value: Any) -> bool:
    """True for an object of answers by question."""
    return isinstance(value, dict) and are_answered(value)


def paths_of_bot(value: dict[str, Any], path: Path) -> list[Path]:
    """Return the paths of the answers to questions in the object at a path, and in its objects.

    By a name that is none of intents, questions or answers, they are a bot where nothing else
    stands beside them: a person has security questions, too, and a setting has help.
    """
    paths = _answered_paths(value, path)
    return paths if _are_called_answers(paths, path) or _are_alone(value) else []


def _answered_paths(value: Any, path: Path) -> list[Path]:
    if isinstance(value, (dict, list)) and are_answered(value):
        return [path]
    if not isinstance(value, dict) or len(path) > _DEEPEST:
        return []
    return [place for key, inner in value.items() for place in _answered_paths(inner, (*path, key))]


def _are_called_answers(paths: Sequence[Path], around: Path) -> bool:
    """True for a path with a name of intents, or of questions with answers, below `around`."""
    steps = (step for path in paths for step in path[len(around) :])
    return any(isinstance(step, str) and is_called_answers(step) for step in steps)


def _are_alone(value: Any, depth: int = 0) -> bool:
    """True for answers to questions with nothing beside them but empty values."""
    if value in (None, "", [], {}) or (isinstance(value, (dict, list)) and are_answered(value)):
        return True
    if not isinstance(value, dict) or depth > _DEEPEST:
        return False
    return all(_are_alone(inner, depth + 1) for inner in value.values())


def are_one_bot(paths: Sequence[Path]) -> bool:
    """True for a single path, and for subjects beside one another that are no languages."""
    outer = {path[:-1] for path in paths}
    return len(paths) == 1 or (len(outer) == 1 and not are_locales(str(p[-1]) for p in paths))


def _is_pair(question: Any, answer: Any) -> bool:
    """True for a sentence or a courtesy with a text: names, codes and paths have no space."""
    if not (isinstance(question, str) and isinstance(answer, str)) or is_blank(answer):
        return False
    is_sentence = has_mark(question) or bool(_SEVERAL_WORDS.search(question))
    return is_sentence or is_courtesy(question)


def _is_question(text: str) -> bool:
    """True for a question mark, or a question word in small letters: "How it works" is a label."""
    first = _FIRST_WORD.match(text)
    return has_mark(text) or (first is not None and first[1] in _BEGINNINGS)

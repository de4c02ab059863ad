"""Quizzes: questions with choices, of which one is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chatbot.intents.dialects.names import QUESTION_NAMES, normalized, role_of
from chatbot.text.comparison import comparison_key

_DEEPEST = 5
_MOST_KEYS = 40
_OWN_KEYS = frozenset(("tag", "intent", "patterns"))
_RIGHT = frozenset(
    (
        *("correct", "correctanswer", "correctanswers", "correctindex", "correctoption"),
        *("correctchoice", "correctoptionindex", "rightanswer", "incorrectanswers"),
        *("iscorrect", "wronganswers", "distractors"),
        *("difficulty", "points", "marks", "hint", "hints", "timelimit", "round"),
    )
)
"""Names of what a question has that is put to people: the right answer, and what it is worth."""
_LETTERS = tuple(frozenset((f"{name}a", f"{name}b")) for name in ("", "option", "choice", "answer"))
_NUMBERS = tuple(frozenset((f"{name}1", f"{name}2")) for name in ("option", "choice", "answer"))
_CHOICES = ("options", "choices", "opciones", "opcoes", "optionen", "pilihan")


def holds_quiz(value: Any, depth: int = 0) -> bool:
    """True for a question of a quiz near the root of a document, outside of intents."""
    if isinstance(value, dict):
        if not _OWN_KEYS.isdisjoint(value):
            return False
        if len(value) <= _MOST_KEYS and _is_question({normalized(k): v for k, v in value.items()}):
            return True
    return depth < _DEEPEST and any(holds_quiz(item, depth + 1) for item in _containers(value))


def _is_question(item: Mapping[str, Any]) -> bool:
    """True for a question with the mark of the right answer, or with choices and no other."""
    if QUESTION_NAMES.isdisjoint(item):
        return False
    marked = (inner for value in item.values() for inner in _containers(value))
    has_choices = any(item.keys() >= names for names in (*_LETTERS, *_NUMBERS))
    if has_choices or not _RIGHT.isdisjoint(item) or any(map(_is_marked, marked)):
        return True
    choices = next((item[name] for name in _CHOICES if name in item), None)
    return isinstance(choices, (list, dict)) and not _is_answered(item, choices)


def _is_marked(value: Any) -> bool:
    return isinstance(value, dict) and not _RIGHT.isdisjoint(map(normalized, value))


def _is_answered(item: Mapping[str, Any], choices: list[Any] | dict[str, Any]) -> bool:
    """True for an answer that is none of the choices: these are buttons below it."""
    inner = choices.values() if isinstance(choices, dict) else choices
    texts = {comparison_key(choice) for choice in inner if isinstance(choice, str)}
    answers = [value for key, value in item.items() if role_of(key) == "responses"]
    return any(_is_sentence(answer) and comparison_key(answer) not in texts for answer in answers)


def _is_sentence(answer: Any) -> bool:
    """True for a text that is more than the letter of a choice."""
    return isinstance(answer, str) and len(answer.strip()) > 1


def _containers(value: Any) -> Iterable[Any]:
    """Objects and lists in a value."""
    if not isinstance(value, (list, dict)):
        return ()
    inner = value.values() if isinstance(value, dict) else value
    return (item for item in inner if isinstance(item, (list, dict)))

"""Choices: answers for people to choose from, in polls, questionnaires and games."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.intents.dialects.foreign.evidence import are_most, has_wordings
from chatbot.intents.dialects.foreign.item_texts import Item, objects_of, texts_of, values_of
from chatbot.intents.dialects.names import normalized
from chatbot.intents.dialects.texts import is_text

_VOTES = frozenset(("votes", "votecount", "count", "percent", "percentage", "points"))
_GRADES = frozenset(("score", "value", "weight", "puntos", "pontos", "punkte", "nilai"))
_BRANCHES = frozenset(
    (
        *("next", "nextid", "nextnode", "nextstep", "nextdialog", "nextdialogue", "nextscene"),
        *("goto", "gotoid", "leadsto", "jumpto", "targetid"),
    )
)
_LONGEST_CHOICE = 6
"""Words of an answer to choose: of forums, answers with votes are longer."""


def have_votes(items: Sequence[Item]) -> bool:
    """True for answers in a few words, each with how often people gave it, or its worth."""
    return are_most(_with_answers(items), _has_votes)


def _has_votes(item: Item) -> bool:
    answers = objects_of(item, "responses")
    texts = [text for answer in answers for text in answer.values() if is_text(text)]
    are_short = all(len(text.split()) <= _LONGEST_CHOICE for text in texts)
    names = [frozenset(map(normalized, answer)) for answer in answers]
    if all(not _VOTES.isdisjoint(keys) for keys in names):
        return are_short
    grades = [_grade(answer) for answer in answers]
    return are_short and None not in grades and len({*grades}) > 1


def _grade(answer: Item) -> int | float | None:
    """Number of an answer that tells what it is worth, None for none."""
    values = (value for key, value in answer.items() if normalized(key) in _GRADES)
    return next((value for value in values if isinstance(value, (int, float))), None)


def have_branches(items: Sequence[Item]) -> bool:
    """True for answers to choose from, each with the line that follows: a dialogue of a game."""
    return are_most(_with_answers(items), _has_branches)


def _has_branches(item: Item) -> bool:
    answers = objects_of(item, "responses")
    return not has_wordings(item) and any(
        not _BRANCHES.isdisjoint(map(normalized, answer)) for answer in answers
    )


def _with_answers(items: Sequence[Item]) -> list[Item]:
    """Items whose answers are objects: the last line of a dialogue has none."""
    return [item for item in items if objects_of(item, "responses")]


def are_unanswered(items: Sequence[Item]) -> bool:
    """True for questions of which none has an answer: a survey, or one to fill in.

    A number alone is an answer, several are those of people.
    """
    questions = [item for item in items if any(values_of(item, "responses"))]
    is_answered = any(texts_of(questions, "responses")) or are_most(questions, _has_number)
    return bool(questions) and not is_answered


def _has_number(item: Item) -> bool:
    answers = values_of(item, "responses").values()
    return any(
        isinstance(answer, (int, float)) and answer not in (True, False) for answer in answers
    )

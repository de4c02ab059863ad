"""Choices: answers for people to choose from, in polls, questionnaires and games."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.intents.dialects.foreign.content import Content, Values
from chatbot.intents.dialects.foreign.evidence import are_most
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


def have_votes(items: Sequence[Content]) -> bool:
    """True for answers in a few words, each with how often people gave it, or its worth."""
    return are_most(_with_choices(items), _has_votes)


def _has_votes(item: Content) -> bool:
    texts = [text for answer in item.choices for text in answer.values() if is_text(text)]
    if any(len(text.split()) > _LONGEST_CHOICE for text in texts):
        return False
    grades = [_grade(answer) for answer in item.choices]
    are_graded = None not in grades and len({*grades}) > 1
    return are_graded or not any(_VOTES.isdisjoint(answer) for answer in item.choices)


def _grade(answer: Values) -> int | float | None:
    """Number of an answer that tells what it is worth, None for none."""
    values = (value for name, value in answer.items() if name in _GRADES)
    return next((value for value in values if isinstance(value, (int, float))), None)


def have_branches(items: Sequence[Content]) -> bool:
    """True for answers to choose from, each with the line that follows: a dialogue of a game."""
    return are_most(_with_choices(items), _has_branches)


def _has_branches(item: Content) -> bool:
    leads_on = any(not _BRANCHES.isdisjoint(answer) for answer in item.choices)
    return leads_on and not item.has_wordings


def _with_choices(items: Sequence[Content]) -> list[Content]:
    """Items whose answers are objects: the last line of a dialogue has none."""
    return [item for item in items if item.choices]


def are_unanswered(items: Sequence[Content]) -> bool:
    """True for questions of which none has an answer: a survey, or one to fill in.

    A number alone is an answer, several are those of people.
    """
    questions = [item for item in items if item.responses]
    is_answered = any(item.answers for item in questions) or are_most(questions, _has_number)
    return bool(questions) and not is_answered


def _has_number(item: Content) -> bool:
    return any(type(answer) in (int, float) for answer in item.responses.values())

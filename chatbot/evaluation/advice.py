"""Advice to authors about misunderstood messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from chatbot.evaluation.metrics import Confusion, confusions, per_intent
from chatbot.evaluation.outcomes import Outcome, in_scope
from chatbot.features.neighbours import Neighbours
from chatbot.intents.intent_set import IntentSet

_NEIGHBOURS = 5
_LOW_RECALL, _BELOW_OTHERS = 0.6, 0.2
_FEWEST_TO_JUDGE_BY = 3
_FEWEST_EACH_WAY, _OFTEN = 2, 0.15


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to do about `messages`.

    `move` the messages from the first of `intents` to the second; `merge` both intents, often
    confused with each other; or `add` similar patterns to a single intent. `missed` counts the
    misclassified messages of each intent, `support` all messages of the intent.
    """

    kind: Literal["move", "merge", "add"]
    intents: tuple[str, ...]
    messages: tuple[str, ...]
    missed: tuple[int, ...] = ()
    support: tuple[int, ...] = ()


def advise(
    outcomes: Sequence[Outcome], intents: IntentSet, neighbours: Neighbours
) -> tuple[Advice, ...]:
    """Return the advice: merges, moves and additions in turn, most messages first of each kind."""
    moves = tuple(_moves(outcomes, intents, neighbours))
    merges = tuple(_merges(confusions(outcomes), outcomes))
    moved = {(move.intents[0], message) for move in moves for message in move.messages}
    kinds = [
        sorted(kind, key=lambda advice: -len(advice.messages))
        for kind in (merges, moves, _additions(outcomes, moved))
    ]
    return tuple(advice for turn in zip_longest(*kinds) for advice in turn if advice)


def _moves(
    outcomes: Sequence[Outcome], intents: IntentSet, neighbours: Neighbours
) -> Iterator[Advice]:
    """Patterns put into another intent by accepted answers and by all nearest neighbours."""
    for pair in confusions([outcome for outcome in outcomes if outcome.accepted]):
        own = intents.get(pair.intent)
        strays = tuple(
            message
            for message in pair.messages
            if own
            and message in own.patterns
            and neighbours.nearest_intents(message, pair.intent, _NEIGHBOURS)
            == (pair.predicted,) * _NEIGHBOURS
        )
        if strays:
            yield Advice("move", (pair.intent, pair.predicted), strays)


def _merges(pairs: Sequence[Confusion], outcomes: Sequence[Outcome]) -> Iterator[Advice]:
    support = {figures.intent: figures.support for figures in per_intent(outcomes)}
    taken = {(pair.intent, pair.predicted): pair.messages for pair in pairs}
    for first, second in sorted(taken):
        there, back = taken[first, second], taken.get((second, first), ())
        often = min(len(there) / support[first], len(back) / support.get(second, 1))
        if first < second and min(len(there), len(back)) >= _FEWEST_EACH_WAY and often >= _OFTEN:
            missed, both = (len(there), len(back)), (support[first], support[second])
            yield Advice("merge", (first, second), (*there, *back), missed, both)


def _additions(outcomes: Sequence[Outcome], moved: set[tuple[str, str]]) -> Iterator[Advice]:
    missed: dict[str, list[str]] = defaultdict(list)
    answered = in_scope(outcomes)
    for outcome in answered:
        if not outcome.correct and (str(outcome.intent), outcome.message) not in moved:
            missed[str(outcome.intent)].append(outcome.message)
    accuracy = sum(outcome.correct for outcome in answered) / max(len(answered), 1)
    for figures in per_intent(outcomes):
        messages = tuple(missed[figures.intent])
        low = figures.recall < max(_LOW_RECALL, accuracy - _BELOW_OTHERS)
        if low and messages and figures.support >= _FEWEST_TO_JUDGE_BY:
            wrong = round(figures.support * (1 - figures.recall))
            yield Advice("add", (figures.intent,), messages, (wrong,), (figures.support,))

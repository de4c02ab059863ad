"""What an author can do about the messages that were misunderstood."""

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
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to do, as a sentence, with the messages that are the reason."""

    kind: Literal["move", "merge", "add"]
    intents: tuple[str, ...]
    messages: tuple[str, ...]
    sentence: str


def advise(
    judged: Sequence[Outcome], intents: IntentSet, neighbours: Neighbours
) -> tuple[Advice, ...]:
    """Return what to do about the messages that were misunderstood.

    A pattern may be better in another intent, two intents may be one, an intent may need patterns:
    these take turns, and of each kind, that about most messages comes first.
    """
    moves = tuple(_moves(judged, intents, neighbours))
    merges = tuple(_merges(confusions(judged), judged))
    moved = {(move.intents[0], message) for move in moves for message in move.messages}
    kinds = [
        sorted(kind, key=lambda one: -len(one.messages))
        for kind in (merges, moves, _additions(judged, moved))
    ]
    return tuple(one for turn in zip_longest(*kinds) for one in turn if one)


def _moves(
    judged: Sequence[Outcome], intents: IntentSet, neighbours: Neighbours
) -> Iterator[Advice]:
    """Patterns that both the network and their words put into the same other intent, surely."""
    surely = [outcome for outcome in judged if outcome.accepted]
    for pair in confusions(surely):
        own = intents.get(pair.intent)
        strays = tuple(
            message
            for message in pair.messages
            if own
            and message in own.patterns
            and neighbours.nearest_intents(message, pair.intent, _NEIGHBOURS)
            == (pair.got,) * _NEIGHBOURS
        )
        if strays:
            alone = len(strays) == 1
            it, belongs = ("it", "it belongs") if alone else ("them", "they belong")
            yield Advice(
                "move",
                (pair.intent, pair.got),
                strays,
                f"Move {_quoted(strays)} from {pair.intent} to {pair.got} if {belongs} there; if "
                f"not, add patterns like {it} to {pair.intent}. The patterns most alike all stand "
                f"in {pair.got}.",
            )


def _merges(pairs: Sequence[Confusion], judged: Sequence[Outcome]) -> Iterator[Advice]:
    support = {figures.intent: figures.support for figures in per_intent(judged)}
    taken = {(pair.intent, pair.got): pair.messages for pair in pairs}
    for one, other in sorted(taken):
        there, back = taken[one, other], taken.get((other, one), ())
        often = min(len(there) / support[one], len(back) / support.get(other, 1))
        if one < other and min(len(there), len(back)) >= _FEWEST_EACH_WAY and often >= _OFTEN:
            yield Advice(
                "merge",
                (one, other),
                (*there, *back),
                f"Merge {one} and {other}, let a context tell them apart, or give each words of "
                f"its own: {len(there)} of {support[one]} messages of {one} are taken for "
                f"{other}, and {len(back)} of {support[other]} the other way.",
            )


def _additions(judged: Sequence[Outcome], moved: set[tuple[str, str]]) -> Iterator[Advice]:
    missed: dict[str, list[str]] = defaultdict(list)
    for one in in_scope(judged):
        if not one.right and (str(one.intent), one.message) not in moved:
            missed[str(one.intent)].append(one.message)
    asked = in_scope(judged)
    usual = sum(one.right for one in asked) / max(len(asked), 1)
    for figures in per_intent(judged):
        messages = tuple(missed[figures.intent])
        low = figures.recall < max(_LOW_RECALL, usual - _BELOW_OTHERS)
        if low and messages and figures.support >= _FEWEST_TO_JUDGE_BY:
            wrong = round(figures.support * (1 - figures.recall))
            yield Advice(
                "add",
                (figures.intent,),
                messages,
                f"Add patterns like {_quoted(messages)} to {figures.intent}: {wrong} of its "
                f"{figures.support} messages were not understood.",
            )


def _quoted(messages: Sequence[str]) -> str:
    named = ", ".join(f"“{message}”" for message in messages[:_NAMED])
    more = len(messages) - _NAMED
    return f"{named} and {more} more" if more > 0 else named

"""Intents of which an evaluation says nothing: the only pattern of each cannot be held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.dataset.examples import trainable
from chatbot.evaluation.outcomes import Outcome
from chatbot.intents.intent_set import IntentSet


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Tags of intents with a single pattern, of which nothing was held out, of so many `intents`.

    `measured` is the number of intents with held-out messages.
    """

    tags: tuple[str, ...] = ()
    intents: int = 0
    measured: int = 0

    @property
    def is_many(self) -> bool:
        """True for a third or more of the intents: then other figures say little of the bot."""
        return bool(self.tags) and 3 * len(self.tags) >= self.intents

    @property
    def is_all(self) -> bool:
        """True if nothing is known of any intent."""
        return bool(self.tags) and len(self.tags) == self.intents

    @classmethod
    def of(cls, intents: IntentSet, outcomes: Sequence[Outcome]) -> Unmeasured:
        """Find the unmeasured intents from the outcomes of held-out messages."""
        learnt = trainable(intents)
        measured = {outcome.intent for outcome in outcomes}
        single = (i.tag for i in learnt if len(i.patterns) == 1 and i.tag not in measured)
        return cls(tuple(single), len(learnt), sum(i.tag in measured for i in learnt))

"""How well a bot does on messages that it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from chatbot import metrics
from chatbot.advice import Advice, advise
from chatbot.bot import Bot
from chatbot.calibration import Reliability, reliability
from chatbot.dialogue import DialogueState
from chatbot.intents import Intent, IntentSet
from chatbot.judged import Judged
from chatbot.learning_curve import LearningCurve
from chatbot.metrics import Confusion, IntentFigures, Interval, PredictionSets
from chatbot.neighbours import Neighbours
from chatbot.scope import Scope, scope
from chatbot.text import WordSplitter


@dataclass(frozen=True, slots=True)
class FailedTest:
    """One of an intent's `tests` that reached another intent, or the fallback."""

    intent: str
    message: str
    got: str
    confidence: float


@dataclass(frozen=True, slots=True)
class CheckedTests:
    """How many `tests` the intents have, and which of them fail."""

    asked: int
    failed: tuple[FailedTest, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that the answers to messages which were not learnt say about a set of intents.

    `method` says in a few words where the messages are from.
    """

    method: str
    seed: int
    accuracy: Interval
    macro_f1: Interval
    scope: Scope
    reliability: Reliability
    prediction_sets: PredictionSets | None
    advice: tuple[Advice, ...]
    confusions: tuple[Confusion, ...]
    intents: tuple[IntentFigures, ...]
    tests: CheckedTests
    learning_curve: LearningCurve | None = None

    @classmethod
    def of(
        cls,
        judged: Sequence[Judged],
        intents: IntentSet,
        splitter: WordSplitter,
        tests: CheckedTests,
        *,
        method: str,
        seed: int,
        learning_curve: LearningCurve | None = None,
    ) -> Evaluation:
        """Return what `judged` say; at least one of them is in scope."""
        return cls(
            method=method,
            seed=seed,
            accuracy=metrics.accuracy(judged, seed),
            macro_f1=metrics.macro_f1(judged, seed),
            scope=scope(judged),
            reliability=reliability(judged),
            prediction_sets=metrics.prediction_sets(judged),
            advice=advise(judged, intents, Neighbours(intents, splitter)),
            confusions=metrics.confusions(judged),
            intents=metrics.per_intent(judged),
            tests=tests,
            learning_curve=learning_curve,
        )

    def to_json(self) -> str:
        """Return all figures as a JSON text: shares are numbers from 0 to 1."""
        return _EVALUATION.dump_json(self, indent=2).decode() + "\n"


_EVALUATION = TypeAdapter(Evaluation)


def failed_tests(bot: Bot, intents: IntentSet) -> tuple[FailedTest, ...]:
    """Return the `tests` messages that do not reach their intent, in the order of the files.

    An intent that waits for a context is asked with that context open.
    """
    return tuple(
        FailedTest(intent.tag, message, reply.intent, reply.confidence)
        for intent in intents
        for message in intent.tests
        if (reply := bot.reply(message, _state_for(intent))).intent != intent.tag
    )


def _state_for(intent: Intent) -> DialogueState:
    return DialogueState().after_message(opened=intent.context_filter)

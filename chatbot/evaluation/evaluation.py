"""How well a bot does on messages that it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from chatbot.evaluation import metrics
from chatbot.evaluation.advice import Advice, advise
from chatbot.evaluation.intent_tests import CheckedTests
from chatbot.evaluation.learning_curve import LearningCurve
from chatbot.evaluation.metrics import Confusion, IntentFigures, Interval, PredictionSets
from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.reliability import Reliability, reliability
from chatbot.evaluation.scope import ScopeReport, scope
from chatbot.features.neighbours import Neighbours
from chatbot.intents.intent_set import IntentSet
from chatbot.text.words import WordSplitter


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that the answers to messages which were not learnt say about a set of intents.

    `method` says in a few words where the messages are from.
    """

    method: str
    seed: int
    accuracy: Interval
    macro_f1: Interval
    scope: ScopeReport
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
        judged: Sequence[Outcome],
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

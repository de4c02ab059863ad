"""Evaluation of a bot on messages outside the training data."""

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
    """Figures and advice from the outcomes of messages outside the training data.

    `method` names the source of the messages in a few words.
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
        outcomes: Sequence[Outcome],
        intents: IntentSet,
        splitter: WordSplitter,
        tests: CheckedTests,
        *,
        method: str,
        seed: int,
        learning_curve: LearningCurve | None = None,
    ) -> Evaluation:
        """Evaluate outcomes, at least one in scope."""
        return cls(
            method=method,
            seed=seed,
            accuracy=metrics.accuracy(outcomes, seed),
            macro_f1=metrics.macro_f1(outcomes, seed),
            scope=scope(outcomes),
            reliability=reliability(outcomes),
            prediction_sets=metrics.prediction_sets(outcomes),
            advice=advise(outcomes, intents, Neighbours(intents, splitter)),
            confusions=metrics.confusions(outcomes),
            intents=metrics.per_intent(outcomes),
            tests=tests,
            learning_curve=learning_curve,
        )

    def to_json(self) -> str:
        """All figures as a JSON text; shares are numbers from 0 to 1."""
        return _EVALUATION.dump_json(self, indent=2, by_alias=True).decode() + "\n"


_EVALUATION = TypeAdapter(Evaluation)

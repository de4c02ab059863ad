"""Evaluation of intents: trains networks, stores none. Imports keras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chatbot.evaluation.evaluation import Evaluation
from chatbot.evaluation.intent_tests import CheckedTests
from chatbot.evaluation.learning_curve import SHARES, learning_curve
from chatbot.evaluation.test_file import LabelledMessage
from chatbot.intents.intent_set import IntentSet
from chatbot.text.wording import counted
from chatbot.training.config import TrainingConfig
from chatbot.training.cross_validation import cross_validate
from chatbot.training.progress import SeriesProgress, SeriesProgressReporter, ShouldStop
from chatbot.training.task import TrainingTask
from chatbot.training.train import train
from chatbot.training.validation import evaluate_bundle


@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """Messages to evaluate on: `folds` of the patterns or, where there are some, `messages`.

    A learning curve needs folds.
    """

    folds: int = 5
    messages: tuple[LabelledMessage, ...] = ()
    learning_curve: bool = False

    @property
    def shares(self) -> tuple[float, ...]:
        """Shares of the other folds to learn: only 1, or the shares of the learning curve."""
        if self.messages:
            return ()
        return SHARES if self.learning_curve else SHARES[-1:]

    @property
    def method(self) -> str:
        """Origin of the messages, in a few words."""
        if self.messages:
            return f"{counted(len(self.messages), 'message')} of a file"
        return f"{self.folds}-fold cross-validation"


def evaluate(
    intents: IntentSet,
    config: TrainingConfig,
    plan: EvaluationPlan,
    on_progress: Callable[[SeriesProgress], None],
    should_stop: ShouldStop,
) -> Evaluation:
    """Evaluate on messages not learnt by the networks. Nothing is stored.

    The `tests` are answered by a model trained on every pattern. The same seed gives the same
    figures on the same machine. Raises TrainingError, and TrainingCancelled soon after
    `should_stop` returns True.
    """
    task = TrainingTask.of(intents, config)
    reporter = SeriesProgressReporter(plan.folds * len(plan.shares) + 1, on_progress, should_stop)
    by_share = [
        (share, cross_validate(intents, config, plan.folds, config.seed, reporter, share))
        for share in plan.shares
    ]
    model = train(intents, config, reporter.start_training(), should_stop)
    outcomes = by_share[-1][1] if by_share else evaluate_bundle(model.bundle, task, plan.messages)
    patterns = {intent.tag: len(intent.patterns) for intent in intents}
    curve = learning_curve(by_share, patterns, config.seed) if plan.learning_curve else None
    return Evaluation.of(
        outcomes,
        intents,
        task.splitter,
        CheckedTests(model.bundle.metadata.metrics.tests, model.failed_tests),
        method=plan.method,
        seed=config.seed,
        learning_curve=curve,
    )

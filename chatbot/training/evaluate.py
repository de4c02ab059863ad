"""From intents to their evaluation. Imports keras."""

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
from chatbot.training.validation import judge_bundle


@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """What to evaluate by: `folds` of the patterns or, where there are some, `questions`.

    A learning curve is one of the folds.
    """

    folds: int = 5
    questions: tuple[LabelledMessage, ...] = ()
    learning_curve: bool = False

    @property
    def shares(self) -> tuple[float, ...]:
        """The shares of the patterns that networks learn without those of a fold."""
        if self.questions:
            return ()
        return SHARES if self.learning_curve else SHARES[-1:]

    @property
    def method(self) -> str:
        """Where the messages are from, in a few words."""
        if self.questions:
            return f"{counted(len(self.questions), 'message')} of a file"
        return f"{self.folds}-fold cross-validation"


def evaluate(
    intents: IntentSet,
    config: TrainingConfig,
    plan: EvaluationPlan,
    on_progress: Callable[[SeriesProgress], None],
    should_stop: ShouldStop,
) -> Evaluation:
    """Return what a network makes of messages that it did not learn. Nothing is stored.

    The `tests` are asked of a model that learnt every pattern. The same seed gives the same
    figures on the same machine. Raises TrainingError, and TrainingCancelled soon after
    `should_stop` returns True.
    """
    subject = TrainingTask.of(intents, config)
    trainings = SeriesProgressReporter(plan.folds * len(plan.shares) + 1, on_progress, should_stop)
    learnt = [
        (share, cross_validate(intents, config, plan.folds, config.seed, trainings, share))
        for share in plan.shares
    ]
    model = train(intents, config, trainings.next(), should_stop)
    judged = learnt[-1][1] if learnt else judge_bundle(model.bundle, subject, plan.questions)
    patterns = {intent.tag: len(intent.patterns) for intent in intents}
    curve = learning_curve(learnt, patterns, config.seed) if plan.learning_curve else None
    return Evaluation.of(
        judged,
        intents,
        subject.splitter,
        CheckedTests(model.bundle.metadata.metrics.tests, model.failed_tests),
        method=plan.method,
        seed=config.seed,
        learning_curve=curve,
    )

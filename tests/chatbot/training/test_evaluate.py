"""Evaluation by a file of messages; tests of the command cover the other ways."""

from itertools import pairwise

import pytest

from chatbot.evaluation.test_file import LabelledMessage
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.training.config import TrainingConfig
from chatbot.training.evaluate import EvaluationPlan, evaluate
from chatbot.training.progress import SeriesProgress

pytestmark = pytest.mark.timeout(400)


def test_a_file_of_messages_is_asked_instead_of_the_patterns(small_intents: IntentSet) -> None:
    messages = (
        LabelledMessage("hello", "greeting"),
        LabelledMessage("hi there", "greeting"),
        LabelledMessage("hello hello", "thanks"),
        LabelledMessage("qqq www", None),
    )
    config = TrainingConfig(seed=2, epochs=3, architecture="wide_deep")
    evaluation = evaluate(
        small_intents, config, EvaluationPlan(messages=messages), lambda _: None, lambda: False
    )
    assert evaluation.method == "4 messages of a file"
    assert evaluation.seed == 2
    assert (evaluation.scope.in_scope, evaluation.scope.off_topic) == (3, 1)
    assert evaluation.accuracy.value == pytest.approx(2 / 3)
    assert [(c.intent, c.predicted, c.messages) for c in evaluation.confusions] == [
        ("thanks", "greeting", ("hello hello",))
    ]
    assert evaluation.tests.total == 5
    assert evaluation.learning_curve is None


@pytest.mark.parametrize(
    "plan",
    [EvaluationPlan(2), EvaluationPlan(messages=(LabelledMessage("where is it", "track"),))],
)
def test_each_training_reports_progress_from_its_beginning_to_its_end(plan: EvaluationPlan) -> None:
    few = IntentSet(
        (
            Intent("track", patterns=tuple(f"where is my {word}" for word in "abcdef")),
            Intent("cancel", patterns=tuple(f"cancel the {word}" for word in "uvwxyz")),
        )
    )
    progress: list[SeriesProgress] = []
    evaluate(
        few, TrainingConfig(epochs=2, architecture="bow"), plan, progress.append, lambda: False
    )
    for before, after in pairwise(progress):
        assert after.share > before.share or before.share == 1
    assert progress[-1].number == progress[-1].total
    assert progress[-1].share == 1

"""Intents are evaluated by a file of messages; the other ways are tested with the command."""

from itertools import pairwise

import pytest

from chatbot.evaluation.test_file import LabelledMessage
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.training.config import TrainingConfig
from chatbot.training.evaluate import EvaluationPlan, evaluate
from chatbot.training.progress import SeriesProgress

pytestmark = pytest.mark.timeout(400)


def test_a_file_of_messages_is_asked_instead_of_the_patterns(small_intents: IntentSet) -> None:
    questions = (
        LabelledMessage("hello", "greeting"),
        LabelledMessage("hi there", "greeting"),
        LabelledMessage("hello hello", "thanks"),
        LabelledMessage("qqq www", None),
    )
    config = TrainingConfig(seed=2, epochs=3, architecture="wide_deep")
    evaluation = evaluate(
        small_intents, config, EvaluationPlan(questions=questions), lambda _: None, lambda: False
    )
    assert evaluation.method == "4 messages of a file"
    assert evaluation.seed == 2
    assert (evaluation.scope.questions, evaluation.scope.off_topic) == (3, 1)
    assert evaluation.accuracy.value == pytest.approx(2 / 3)
    assert [(c.intent, c.got, c.messages) for c in evaluation.confusions] == [
        ("thanks", "greeting", ("hello hello",))
    ]
    assert evaluation.tests.asked == 5
    assert evaluation.learning_curve is None


@pytest.mark.parametrize(
    "plan",
    [EvaluationPlan(2), EvaluationPlan(questions=(LabelledMessage("where is it", "track"),))],
)
def test_each_training_is_told_of_from_its_beginning_to_its_end(plan: EvaluationPlan) -> None:
    few = IntentSet(
        (
            Intent("track", patterns=tuple(f"where is my {word}" for word in "abcdef")),
            Intent("cancel", patterns=tuple(f"cancel the {word}" for word in "uvwxyz")),
        )
    )
    told: list[SeriesProgress] = []
    evaluate(few, TrainingConfig(epochs=2, architecture="bow"), plan, told.append, lambda: False)
    for one, following in pairwise(told):
        assert following.share > one.share or one.share == 1
    assert told[-1].number == told[-1].total
    assert told[-1].share == 1

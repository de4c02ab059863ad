"""Intents are evaluated by a file of messages; the other ways are tested with the command."""

import pytest

from chatbot.evaluating import Plan, evaluate
from chatbot.intents import IntentSet
from chatbot.questions import Question
from chatbot.subject import TrainingConfig

pytestmark = pytest.mark.timeout(400)


def test_a_file_of_messages_is_asked_instead_of_the_patterns(small_intents: IntentSet) -> None:
    questions = (
        Question("hello", "greeting"),
        Question("hi there", "greeting"),
        Question("hello hello", "thanks"),
        Question("qqq www", None),
    )
    config = TrainingConfig(seed=2, epochs=3, architecture="wide_deep")
    evaluation = evaluate(
        small_intents, config, Plan(questions=questions), lambda _: None, lambda: False
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

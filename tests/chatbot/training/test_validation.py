"""A finished model is asked messages of a file."""

from chatbot.evaluation.test_file import LabelledMessage
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import Bundle
from chatbot.training.config import TrainingConfig
from chatbot.training.task import TrainingTask
from chatbot.training.validation import judge_bundle


def test_a_bundle_answers_as_its_bot_would(bundle: Bundle, small_intents: IntentSet) -> None:
    subject = TrainingTask.of(small_intents, TrainingConfig(architecture="wide_deep"))
    asked = (
        LabelledMessage("hello there", "greeting"),
        LabelledMessage("yes please", "cancel_confirmed"),
        LabelledMessage("yes please", None),
        LabelledMessage("qqq www", None),
        LabelledMessage("", None),
    )
    hello, yes, no_context, gibberish, empty = judge_bundle(bundle, subject, asked)
    assert hello.right
    assert hello.accepted
    assert (hello.message, hello.intent) == ("hello there", "greeting")
    assert hello.candidates[:1] == ("greeting",)
    assert hello.score > gibberish.score
    assert yes.right, "it is asked with its context open"
    assert no_context.got != "cancel_confirmed"
    assert not gibberish.accepted
    assert not empty.accepted
    assert len(hello.ranking) == len(subject.labels) - 2, "two wait for a context"

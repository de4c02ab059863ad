"""The `tests` of intents, asked of the small bot, and all figures together."""

import json
from dataclasses import fields

from chatbot.dialogue.bot import Bot
from chatbot.evaluation.evaluation import Evaluation
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest, failed_tests
from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.text.words import WordSplitter
from tests.support.bot_answers import answer


def test_messages_that_reach_their_intent_do_not_fail(bot: Bot) -> None:
    intents = IntentSet(
        (
            Intent("greeting", tests=("hello there", "good morning")),
            Intent("thanks", tests=("thank you",)),
            Intent(FALLBACK_TAG, tests=("fnargle wibbly zzxqv",)),
        )
    )
    assert failed_tests(bot, intents) == ()


def test_an_intent_that_waits_for_a_context_is_asked_in_it(bot: Bot) -> None:
    waiting = Intent("cancel_confirmed", context_filter=("cancelling",), tests=("yes please",))
    assert failed_tests(bot, IntentSet((waiting,))) == ()
    unaware = Intent("cancel_confirmed", tests=("yes please",))
    assert len(failed_tests(bot, IntentSet((unaware,)))) == 1


def test_failures_say_what_was_reached_instead_in_the_order_of_the_files(bot: Bot) -> None:
    intents = IntentSet(
        (
            Intent("prices", tests=("hello there", "what does a lesson cost")),
            Intent("greeting", tests=("fnargle wibbly zzxqv", "thank you")),
        )
    )
    failed = failed_tests(bot, intents)
    assert [(failure.intent, failure.message, failure.predicted) for failure in failed] == [
        ("prices", "hello there", "greeting"),
        ("greeting", "fnargle wibbly zzxqv", FALLBACK_TAG),
        ("greeting", "thank you", "thanks"),
    ]
    assert all(0 <= failure.confidence <= 1 for failure in failed)


def test_an_evaluation_holds_every_figure_and_writes_it(small_intents: IntentSet) -> None:
    right, wrong = answer("prices", "prices"), answer("thanks", "prices", "cheers")
    foreign = answer(None, "prices", "sing", confidence=0.6)
    failed = FailedTest("thanks", "ta", FALLBACK_TAG, 0.2)
    evaluation = Evaluation.of(
        [right, right, right, wrong, foreign],
        small_intents,
        WordSplitter(),
        CheckedTests(5, (failed,)),
        method="2-fold cross-validation",
        seed=3,
    )
    written = json.loads(evaluation.to_json())
    assert set(written) == {field.name for field in fields(Evaluation)}
    assert (written["method"], written["seed"]) == ("2-fold cross-validation", 3)
    assert written["accuracy"]["value"] == 0.75
    assert written["confusions"] == [{"intent": "thanks", "got": "prices", "messages": ["cheers"]}]
    assert written["scope"]["claimed"][0]["message"] == "sing"
    assert (written["scope"]["questions"], written["scope"]["refused"]) == (4, 0)
    assert written["tests"]["failed"][0]["message"] == "ta"
    assert (written["tests"]["asked"], written["tests"]["failed"][0]["got"]) == (5, FALLBACK_TAG)
    assert written["prediction_sets"] is None
    assert written["learning_curve"] is None

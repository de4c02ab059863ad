"""The `tests` of intents, asked of the small bot, and all figures together."""

import json
from dataclasses import fields, replace

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.evaluation.evaluation import Evaluation
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest, failed_tests
from chatbot.intents.conversations.turn import ExpectedTurn
from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.model.classifier import IntentClassifier
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


def test_the_first_turn_of_a_conversation_that_fails_has_its_place(
    bot: Bot, small_intents: IntentSet
) -> None:
    start, yes = (
        ExpectedTurn("cancel my lesson", "cancel_lesson"),
        ExpectedTurn("yes please", "cancel_confirmed"),
    )
    wrong, text = (
        ExpectedTurn("hello there", "prices", "x.json:7"),
        ExpectedTurn("thank you", "no such words"),
    )
    good = (start, ExpectedTurn("how much is it"), yes)
    failing = (
        (start, yes, wrong, text),
        (ExpectedTurn("yes please", "cancel_confirmed", "x.json:9"),),
    )
    together = replace(small_intents, conversations=(good, *failing))
    messages = failed_tests(bot, small_intents)
    failed = failed_tests(bot, together)[len(messages) :]
    assert [(test.intent, test.place, test.turn) for test in failed] == [
        ("prices", "x.json:7", 3),
        ("cancel_confirmed", "x.json:9", 1),
    ]
    assert failed[0].predicted == "greeting"
    assert together.test_count == small_intents.test_count + 3


@pytest.mark.parametrize("expected", ["again", FALLBACK_TAG])
def test_a_tag_is_no_word_of_another_answer(
    expected: str, classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    responses = ("Ask again, that was the fallback.",)
    bot = Bot(classifier, IntentSet(tuple(replace(i, responses=responses) for i in small_intents)))
    turn = ExpectedTurn("hello there", expected)
    tagged = IntentSet((Intent("again"),), conversations=((turn,),))
    assert [test.predicted for test in failed_tests(bot, tagged)] == ["greeting"]
    words = ExpectedTurn("hello there", "Ask again")
    assert failed_tests(bot, replace(tagged, conversations=((words,),))) == ()


def test_words_of_any_response_of_the_answer_will_do(bot: Bot, small_intents: IntentSet) -> None:
    greeting = small_intents.get("greeting")
    assert greeting
    for response in greeting.responses:
        talk = ((ExpectedTurn("hello there", response[1:-1]),),)
        intents = IntentSet(small_intents.intents[:1], talk)
        assert failed_tests(bot, intents) == failed_tests(bot, IntentSet(intents.intents))


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

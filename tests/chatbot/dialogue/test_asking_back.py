"""Questions back: the bot asks which intent is meant, answers, or gives the fallback."""

import random
from copy import copy
from dataclasses import replace

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.responses import CLARIFICATION
from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import CLARIFICATION_TAG, Intent, IntentSet
from chatbot.model.calibration import Calibration
from chatbot.model.classifier import IntentClassifier
from chatbot.model.decision import MAX_ASKED

NEW = DialogueState()
HALF_HELLO_HALF_THANKS = "hello and thanks"


def calibrated(classifier: IntentClassifier, intents: IntentSet, calibration: Calibration) -> Bot:
    """The same network with another calibration."""
    other = copy(classifier)
    other.calibration = calibration
    return Bot(other, intents, random.Random(1))


def asking(bot: Bot, text: str, candidates: int, intents: IntentSet | None = None) -> Bot:
    """A bot whose prediction set for this message has so many candidates."""
    prediction = bot.classifier.predict(text)
    shares = [ranked.confidence for ranked in prediction.ranking(bot.allowed(NEW))] + [0.0]
    conformal = 1.0 if candidates == 0 else sum(shares[candidates - 1 : candidates + 1]) / 2
    detector = replace(prediction.calibration.detector, threshold=-1e9)
    calibration = replace(prediction.calibration, detector=detector, conformal_threshold=conformal)
    return calibrated(bot.classifier, intents or bot.intents, calibration)


def test_a_stricter_detector_falls_back_and_tells_the_best_intent(
    classifier: IntentClassifier, small_intents: IntentSet, calibration: Calibration
) -> None:
    strict = replace(calibration, detector=replace(calibration.detector, threshold=1e9))
    reply = calibrated(classifier, small_intents, strict).reply("hello", NEW)
    assert reply.fallback
    assert reply.alternatives[0].intent == "greeting"
    assert reply.alternatives[0].confidence == reply.confidence > 0


def test_one_candidate_is_answered(bot: Bot) -> None:
    reply = asking(bot, "hello there", 1).reply("hello there", NEW)
    assert reply.intent == "greeting"
    assert reply.candidates == ("greeting",)
    assert (reply.fallback, reply.quick_replies) == (False, ())
    assert 0 < reply.coverage <= 1


@pytest.mark.parametrize("count", [2, MAX_ASKED])
def test_two_or_three_candidates_are_asked_about(
    count: int, bot: Bot, small_intents: IntentSet
) -> None:
    reply = asking(bot, HALF_HELLO_HALF_THANKS, count).reply(HALF_HELLO_HALF_THANKS, NEW)
    assert reply.intent == CLARIFICATION_TAG
    assert not reply.fallback
    assert reply.text in CLARIFICATION.responses
    assert len(reply.candidates) == len(reply.quick_replies) == count
    assert {"greeting", "thanks"} <= set(reply.candidates)
    for tag, quick in zip(reply.candidates, reply.quick_replies, strict=True):
        intent = small_intents.get(tag)
        assert intent
        assert quick == intent.patterns[0]
    assert [ranked.intent for ranked in reply.alternatives[:count]] == list(reply.candidates)
    assert reply.alternatives[0].confidence == reply.confidence


@pytest.mark.parametrize("count", [0, MAX_ASKED + 1])
def test_no_candidate_or_too_many_get_the_fallback(count: int, bot: Bot) -> None:
    reply = asking(bot, HALF_HELLO_HALF_THANKS, count).reply(HALF_HELLO_HALF_THANKS, NEW)
    assert reply.fallback
    assert len(reply.candidates) == count
    assert reply.quick_replies == ()


def test_a_message_out_of_scope_has_no_candidates(bot: Bot) -> None:
    reply = bot.reply("fnargle wibbly zzxqv", NEW)
    assert reply.fallback
    assert (reply.candidates, reply.quick_replies) == ((), ())


def test_choosing_a_quick_reply_answers(bot: Bot) -> None:
    question = asking(bot, HALF_HELLO_HALF_THANKS, 2).reply(HALF_HELLO_HALF_THANKS, NEW)
    for tag, quick in zip(question.candidates, question.quick_replies, strict=True):
        reply = bot.reply(quick, question.state)
        assert (reply.intent, reply.decision.reason) == (tag, "quick_reply")


@pytest.mark.parametrize("between", ["", " ", "!"])
def test_a_quick_reply_that_is_unclear_itself_is_not_asked_about_again(
    between: str, bot: Bot, small_intents: IntentSet
) -> None:
    shared = HALF_HELLO_HALF_THANKS + between
    intents = IntentSet(
        tuple(
            replace(intent, patterns=(shared, *intent.patterns))
            if intent.tag in ("greeting", "thanks")
            else intent
            for intent in small_intents
        )
    )
    unsure = asking(bot, HALF_HELLO_HALF_THANKS, 2, intents)
    question = unsure.reply(HALF_HELLO_HALF_THANKS, NEW)
    assert shared in question.quick_replies
    assert len(set(question.quick_replies)) == 2
    for tag, quick in zip(question.candidates, question.quick_replies, strict=True):
        state = DialogueState.from_json(question.state.to_json())
        answered = unsure.reply(f" {quick.upper()} ", state)
        assert (answered.intent, answered.candidates) == (tag, (tag,))
        assert answered.alternatives
        assert tag not in {ranked.intent for ranked in answered.alternatives}
        # It was for one message only.
        assert unsure.reply(shared, answered.state).intent == CLARIFICATION_TAG


def test_a_quick_reply_is_answered_though_its_context_closed_meanwhile(bot: Bot) -> None:
    state = replace(NEW, offered={"cello": "trial_instrument"})
    reply = bot.reply("cello", state)
    assert (reply.intent, reply.fallback) == ("trial_instrument", False)


def test_a_quick_reply_of_an_intent_that_is_gone_is_a_message_like_others(bot: Bot) -> None:
    assert bot.reply("hello", replace(NEW, offered={"hello": "gone"})).intent == "greeting"


def test_asking_back_keeps_open_questions_open_and_takes_turns(bot: Bot) -> None:
    unsure = asking(bot, HALF_HELLO_HALF_THANKS, 2)
    open_question = bot.reply("cancel my lesson", NEW)
    first = unsure.reply(HALF_HELLO_HALF_THANKS, open_question.state)
    second = unsure.reply(HALF_HELLO_HALF_THANKS, first.state)
    assert first.intent == second.intent == CLARIFICATION_TAG
    assert first.text != second.text
    assert bot.reply("yes please", first.state).intent == "cancel_confirmed"


def test_the_author_may_write_the_question_back(bot: Bot, small_intents: IntentSet) -> None:
    own = Intent(CLARIFICATION_TAG, responses=("Hello or thanks?",))
    intents = IntentSet((*small_intents, own))
    reply = asking(bot, HALF_HELLO_HALF_THANKS, 2, intents).reply(HALF_HELLO_HALF_THANKS, NEW)
    assert reply.text == "Hello or thanks?"

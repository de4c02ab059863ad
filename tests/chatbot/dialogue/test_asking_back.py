"""Questions back: the bot asks which intent is meant, answers, or gives the fallback."""

import random
from copy import copy
from dataclasses import replace

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.responses.questions_back import QUESTIONS_BACK
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
    reply = calibrated(classifier, small_intents, strict).reply("hello to you", NEW)
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
    assert reply.text in QUESTIONS_BACK["english"]
    *texts, none = reply.quick_replies
    assert len(reply.candidates) == len(texts) == count
    assert none == "None of these"
    assert {"greeting", "thanks"} <= set(reply.candidates)
    for tag, quick in zip(reply.candidates, texts, strict=True):
        intent = small_intents.get(tag)
        assert intent
        assert quick == intent.patterns[0]
    assert [ranked.intent for ranked in reply.alternatives[:count]] == list(reply.candidates)
    assert reply.alternatives[0].confidence == reply.confidence


def test_no_candidate_gets_the_fallback(bot: Bot) -> None:
    reply = asking(bot, HALF_HELLO_HALF_THANKS, 0).reply(HALF_HELLO_HALF_THANKS, NEW)
    assert reply.fallback
    assert (reply.candidates, reply.quick_replies) == ((), ())


def test_of_many_candidates_the_three_likeliest_are_offered(bot: Bot) -> None:
    reply = asking(bot, HALF_HELLO_HALF_THANKS, MAX_ASKED + 1).reply(HALF_HELLO_HALF_THANKS, NEW)
    assert reply.intent == CLARIFICATION_TAG
    assert len(reply.candidates) == MAX_ASKED + 1
    assert list(reply.state.offered.values()) == [*reply.candidates[:MAX_ASKED], FALLBACK_TAG]


def test_none_of_the_offered_is_a_reply_as_well(bot: Bot, small_intents: IntentSet) -> None:
    question = asking(bot, HALF_HELLO_HALF_THANKS, 2).reply(HALF_HELLO_HALF_THANKS, NEW)
    reply = bot.reply("none of these", question.state)
    fallback = small_intents.get(FALLBACK_TAG)
    assert fallback
    assert reply.text in fallback.responses
    assert (reply.decision.reason, reply.candidates) == ("none_of_these", ())


def test_a_message_out_of_scope_has_no_candidates(bot: Bot) -> None:
    reply = bot.reply("fnargle wibbly zzxqv", NEW)
    assert reply.fallback
    assert (reply.candidates, reply.quick_replies) == ((), ())


def test_choosing_a_quick_reply_answers(bot: Bot) -> None:
    question = asking(bot, HALF_HELLO_HALF_THANKS, 2).reply(HALF_HELLO_HALF_THANKS, NEW)
    for tag, quick in zip(question.candidates, question.quick_replies[:-1], strict=True):
        reply = bot.reply(quick, question.state)
        assert (reply.intent, reply.decision.reason) == (tag, "quick_reply")


def test_a_quick_reply_that_is_unclear_itself_is_not_asked_about_again(bot: Bot) -> None:
    unsure = asking(bot, HALF_HELLO_HALF_THANKS, 2)
    offered = {HALF_HELLO_HALF_THANKS: "thanks"}
    state = DialogueState.from_json(replace(NEW, offered=offered).to_json())
    answered = unsure.reply(f" {HALF_HELLO_HALF_THANKS.upper()} ", state)
    assert (answered.intent, answered.candidates) == ("thanks", ("thanks",))
    assert answered.alternatives
    assert "thanks" not in {ranked.intent for ranked in answered.alternatives}
    # It was for one message only.
    assert unsure.reply(HALF_HELLO_HALF_THANKS, answered.state).intent == CLARIFICATION_TAG


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
    settled = replace(first.state, doubts=0, offered={})
    second = unsure.reply(HALF_HELLO_HALF_THANKS, settled)
    assert first.intent == second.intent == CLARIFICATION_TAG
    assert first.text != second.text
    assert bot.reply("yes please", first.state).intent == "cancel_confirmed"


def test_the_author_may_write_the_question_back(bot: Bot, small_intents: IntentSet) -> None:
    own = Intent(CLARIFICATION_TAG, responses=("Hello or thanks?",))
    intents = IntentSet((*small_intents, own))
    reply = asking(bot, HALF_HELLO_HALF_THANKS, 2, intents).reply(HALF_HELLO_HALF_THANKS, NEW)
    assert reply.text == "Hello or thanks?"

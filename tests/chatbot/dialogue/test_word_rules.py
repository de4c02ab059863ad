"""Rules about words, in conversations with the small bot."""

import random
from dataclasses import replace

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import CLARIFICATION_TAG, IntentSet
from chatbot.model.classifier import IntentClassifier

NEW = DialogueState()


def with_patterns(bot: Bot, **patterns: tuple[str, ...]) -> Bot:
    """The bot with further patterns of some intents, by tag, that the network has not learnt."""
    intents = (
        replace(intent, patterns=(*patterns.get(intent.tag, ()), *intent.patterns))
        for intent in bot.intents
    )
    return Bot(bot.classifier, IntentSet(tuple(intents)), random.Random(1))


def after(bot: Bot, *messages: str) -> DialogueState:
    state = NEW
    for message in messages:
        state = bot.reply(message, state).state
    return state


def test_a_pattern_is_answered_whatever_the_network_says(bot: Bot) -> None:
    strange = "zzxqv fnargle"
    assert bot.reply(strange, NEW).fallback
    reply = with_patterns(bot, prices=(strange,)).reply("Zzxqv, fnargle!", NEW)
    assert (reply.intent, reply.decision.reason) == ("prices", "pattern")


def test_a_pattern_of_two_intents_is_asked_about(bot: Bot) -> None:
    both = with_patterns(bot, prices=("zzxqv",), opening_hours=("zzxqv",))
    reply = both.reply("zzxqv", NEW)
    assert (reply.intent, reply.decision.reason) == (CLARIFICATION_TAG, "shared_pattern")
    assert {*reply.candidates} == {"prices", "opening_hours"}
    assert len({*reply.quick_replies}) == 3


def test_the_question_asked_last_goes_first_for_a_pattern_of_two_intents(bot: Bot) -> None:
    shared = with_patterns(bot, trial_instrument=("that one",), cancel_confirmed=("that one",))
    asked_first, asked_last = "book a trial", "cancel my lesson"
    reply = shared.reply("that one", after(shared, asked_first, asked_last))
    assert (reply.intent, reply.decision.reason) == ("cancel_confirmed", "pattern")
    reply = shared.reply("that one", after(shared, asked_last, asked_first))
    assert reply.intent == "trial_instrument"


@pytest.mark.parametrize("message", ["a", "is", "what", "you", "what is it", "the"])
def test_function_words_alone_get_the_fallback(message: str, bot: Bot) -> None:
    reply = bot.reply(message, NEW)
    assert (reply.fallback, reply.decision.reason) == (True, "function_words")
    assert reply.quick_replies == ()


def test_function_words_near_a_pattern_are_left_to_the_network(bot: Bot) -> None:
    own = with_patterns(bot, greeting=("how are you",))
    assert own.reply("how are you", NEW).intent == "greeting"
    assert own.reply("and how are you", NEW).decision.reason != "function_words"


@pytest.mark.parametrize("reply", ["yup", "ok", "sure thing yes"])
def test_a_reply_to_a_question_goes_before_what_is_said_at_any_time(reply: str, bot: Bot) -> None:
    own = with_patterns(bot, thanks=(reply,), cancel_confirmed=("yes, cancel it",))
    assert own.reply(reply, NEW).intent == "thanks"
    answer = own.reply(reply, after(own, "cancel my lesson"))
    is_short = reply != "sure thing yes"
    assert (answer.intent == "cancel_confirmed") is is_short
    assert (answer.decision.reason == "short_reply") is is_short


def test_a_pattern_of_several_words_is_no_reply_unless_its_intent_is(bot: Bot) -> None:
    own = with_patterns(bot, thanks=("ok thanks",), cancel_confirmed=("yes, cancel it",))
    state = after(own, "cancel my lesson")
    assert own.reply("ok thanks", state).intent == "thanks"
    assert own.reply("ok please", state).intent == "cancel_confirmed"
    yes = with_patterns(own, thanks=("yes", "yes please", "yeah", "ok thanks"))
    assert yes.reply("ok thanks", state).intent == "cancel_confirmed"


def test_a_reply_that_names_none_of_the_choices_is_asked_about(
    classifier: IntentClassifier, bot: Bot
) -> None:
    intents = tuple(
        replace(intent, context_filter=("trial",)) if intent.tag == "prices" else intent
        for intent in bot.intents
    )
    two = Bot(classifier, IntentSet(intents), random.Random(1))
    answer = two.reply("both", after(two, "book a trial"))
    assert (answer.intent, answer.decision.reason) == (CLARIFICATION_TAG, "unclear_reply")
    assert {*answer.candidates} == {"trial_instrument", "prices"}
    assert answer.state.open_contexts == {"trial"}
    assert two.reply("both", NEW).decision.reason != "unclear_reply"


@pytest.mark.parametrize("message", ["do not cancel my lesson", "I don't want to cancel"])
def test_the_opposite_of_the_patterns_is_not_answered(message: str, bot: Bot) -> None:
    reply = bot.reply(message, NEW)
    assert (reply.intent, reply.decision.reason) == (CLARIFICATION_TAG, "opposite")
    assert reply.candidates == ("cancel_lesson",)
    assert reply.state.open_contexts == frozenset()
    pressed = bot.reply(reply.quick_replies[0], reply.state)
    assert pressed.intent == "cancel_lesson"


def test_an_intent_with_the_negation_answers_it(bot: Bot) -> None:
    own = with_patterns(bot, cancel_lesson=("rather do not cancel",))
    assert own.reply("do not cancel my lesson", NEW).intent == "cancel_lesson"

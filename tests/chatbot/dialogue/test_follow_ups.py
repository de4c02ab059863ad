"""Follow-ups in conversations with the small bot."""

from copy import copy

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import MINUTES, ActiveForm, DialogueState
from chatbot.model.prediction import Prediction

NEW = DialogueState()
QUESTION = "what are your opening hours"


@pytest.fixture
def predicted(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts that the network of the bot has read."""
    texts: list[str] = []
    classifier = copy(bot.classifier)

    def predict(text: str) -> Prediction:
        texts.append(text)
        return classifier.predict(text)

    monkeypatch.setattr(bot.classifier, "predict", predict)
    return texts


def after(bot: Bot, *messages: str) -> DialogueState:
    state = NEW
    for message in messages:
        state = DialogueState.from_json(bot.reply(message, state).state.to_json())
    return state


@pytest.mark.parametrize("follow_up", ["and today?", "until when is that"])
def test_a_message_that_says_little_is_read_behind_the_question(follow_up: str, bot: Bot) -> None:
    assert bot.reply(follow_up, NEW).fallback
    reply = bot.reply(follow_up, after(bot, QUESTION))
    assert (reply.intent, reply.decision.reason) == ("opening_hours", "follow_up")


@pytest.mark.parametrize("message", ["and the weather?", "lol", "who won the match"])
def test_what_is_off_topic_stays_so_behind_a_question(message: str, bot: Bot) -> None:
    assert bot.reply(message, after(bot, QUESTION)).fallback


def test_thanks_and_doubts_between_leave_the_question(bot: Bot) -> None:
    state = after(bot, QUESTION, "ok thanks", "zzxqv fnargle")
    assert bot.reply("and today?", state).intent == "opening_hours"
    assert bot.reply("and today?", after(bot, QUESTION, "book a trial")).intent != "opening_hours"


def test_small_talk_is_no_question(bot: Bot) -> None:
    assert after(bot, "good evening, bye").question == ""
    # No courtesy of the list, but an answer of an intent of courtesies.
    greeting = "hello there everybody"
    assert bot.reply(greeting, NEW).intent == "greeting"
    assert after(bot, greeting).question == ""
    assert bot.reply("and today?", after(bot, QUESTION, greeting)).intent == "opening_hours"
    assert after(bot, "hello, your opening hours please").question


def test_words_that_add_nothing_get_the_same_answer_once_then_other_steps(bot: Bot) -> None:
    state = after(bot, QUESTION)
    steps = []
    for message in ("and?", "until when is that", "when is that"):
        reply = bot.reply(message, state)
        steps.append((reply.intent, reply.step))
        state = reply.state
    assert steps == [("opening_hours", "none"), ("fallback", "rephrase"), ("fallback", "person")]
    assert bot.reply("and today?", state).intent == "opening_hours"


def test_a_question_is_forgotten_with_its_contexts(bot: Bot) -> None:
    state = after(bot, QUESTION)
    assert bot.reply("and today?", state.after_pause(MINUTES)).intent == "opening_hours"
    assert bot.reply("and today?", state.after_pause(MINUTES + 1)).fallback


def test_the_network_reads_more_only_where_a_message_may_follow(
    bot: Bot, predicted: list[str]
) -> None:
    state = bot.reply(QUESTION, NEW).state
    bot.reply("how much is a lesson", state)
    bot.reply("and today?", NEW)
    bot.reply("zzxqv " * 13, state)
    assert len(predicted) == 4
    bot.reply("and today?", state)
    assert predicted[4:] == ["and today?", f"{QUESTION}\nand today?", QUESTION]


def test_a_form_reads_no_follow_ups(bot: Bot) -> None:
    state = after(bot, QUESTION)
    prediction = bot.predict("and today?")
    asking = DialogueState(question=state.question, form=ActiveForm("trial", "day"))
    assert bot.decide("and today?", prediction, state).kind == "answer"
    assert bot.decide("and today?", prediction, asking).kind == "fallback"

"""Conversations with the small bot."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.reply import MAX_ALTERNATIVES, Reply
from chatbot.dialogue.state import LIFESPAN, DialogueState
from chatbot.intents.intent_set import FALLBACK_TAG, RESERVED_TAGS, Intent, IntentSet
from chatbot.model.classifier import IntentClassifier

NEW = DialogueState()
WAITING = {"trial_instrument", "cancel_confirmed"}
MEANINGLESS = {
    "empty": "",
    "blank": " \t\r\n \u3000 ",
    "invisible": "\u200b\u200d\ufeff\u00ad",
    "control characters": "\x00\x07\x1b\x7f\x85",
    "punctuation": "?!?! ... ---",
    "emoji": "😀🎉🦑",
    "half a character": "\ud83d",
    "gibberish": "fnargle wibbly zzxqv",
    "keyboard": "asdfghjkl qwertyuiop",
    "endless gibberish": "xq7 zvk " * 1_250,
    "endless letter": "z" * 10_000,
    "another script": "ありがとうございます",
    "off topic": "who won the football match in brazil",
}


def talk(bot: Bot, *messages: str) -> list[Reply]:
    """The answers to messages of one conversation, whose state is stored in between."""
    replies, state = [], NEW
    for text in messages:
        replies.append(bot.reply(text, state))
        state = DialogueState.from_json(replies[-1].state.to_json())
    return replies


def test_a_message_gets_a_response_of_its_intent(bot: Bot, small_intents: IntentSet) -> None:
    reply = bot.reply("Hello!", NEW)
    greeting = small_intents.get("greeting")
    assert greeting
    assert reply.intent == "greeting"
    assert reply.text in greeting.responses
    assert not reply.fallback


@pytest.mark.parametrize(
    "text",
    [
        "HELLO THERE",
        "hello \ud83d",
        "he\u200bllo the\u00adre",
        "hello there " + "\u200b" * 9_000,
        "\x00hello\x00there\x00",
    ],
    ids=ascii,
)
def test_a_message_is_understood_through_noise(text: str, bot: Bot) -> None:
    assert bot.reply(text, NEW).intent == "greeting"


@pytest.mark.parametrize("text", MEANINGLESS.values(), ids=MEANINGLESS.keys())
def test_where_nothing_is_meant_the_fallback_answers(
    text: str, bot: Bot, small_intents: IntentSet
) -> None:
    reply = bot.reply(text, NEW)
    fallback = small_intents.get(FALLBACK_TAG)
    assert fallback
    assert reply.fallback
    assert reply.intent == FALLBACK_TAG
    assert reply.text in fallback.responses


def test_a_message_of_ten_thousand_characters_is_answered(bot: Bot) -> None:
    text = "I need to cancel my lesson because of the weather and " * 190
    assert len(text) > 10_000
    reply = bot.reply(text, NEW)
    assert reply.text
    assert reply.confidence == bot.reply(text[:5_000], NEW).confidence


@given(text=st.text(st.characters(exclude_categories=()), max_size=80))
@settings(max_examples=60)
def test_any_text_gets_an_answer_that_can_be_stored(text: str, bot: Bot) -> None:
    reply = bot.reply(text, NEW)
    assert reply.text.strip()
    assert 0 <= reply.confidence <= 1
    assert reply.fallback is (reply.intent == FALLBACK_TAG)
    assert DialogueState.from_json(reply.state.to_json()) == reply.state


def test_alternatives_are_the_next_best_intents(bot: Bot, small_intents: IntentSet) -> None:
    for text in [*MEANINGLESS.values(), *(p for intent in small_intents for p in intent.patterns)]:
        reply = bot.reply(text, NEW)
        intents = [alternative.intent for alternative in reply.alternatives]
        confidences = [alternative.confidence for alternative in reply.alternatives]
        assert len(intents) == len(set(intents)) == MAX_ALTERNATIVES == 5
        assert reply.intent not in intents
        assert confidences == sorted(confidences, reverse=True)
        if reply.intent in RESERVED_TAGS:
            assert confidences[0] == reply.confidence
        else:
            assert confidences[0] <= reply.confidence


def test_an_intent_that_waits_for_a_context_is_not_reached_without_it(
    bot: Bot, small_intents: IntentSet
) -> None:
    for tag in WAITING:
        intent = small_intents.get(tag)
        assert intent
        for text in intent.patterns:
            reply = bot.reply(text, NEW)
            assert reply.intent not in WAITING
            assert not WAITING & {alternative.intent for alternative in reply.alternatives}


@pytest.mark.parametrize(
    ("question", "answer", "first", "second"),
    [
        ("trial lesson please", "piano please", "trial_lesson", "trial_instrument"),
        ("cancel my lesson", "yes please", "cancel_lesson", "cancel_confirmed"),
    ],
)
def test_a_question_of_the_bot_is_answered_once(
    question: str, answer: str, first: str, second: str, bot: Bot
) -> None:
    assert bot.reply(answer, NEW).intent != second
    replies = talk(bot, question, answer, answer)
    assert [reply.intent for reply in replies[:2]] == [first, second]
    assert not replies[1].state.open_contexts
    assert replies[2].intent != second


def test_asides_do_not_lose_the_thread_until_the_lifespan_is_over(bot: Bot) -> None:
    asides = ["thank you"] * LIFESPAN
    in_time = talk(bot, "trial lesson please", *asides[1:], "piano please")
    too_late = talk(bot, "trial lesson please", *asides, "piano please")
    assert in_time[-1].intent == "trial_instrument"
    assert too_late[-1].intent != "trial_instrument"


def test_an_ok_confirms_nothing_behind_another_answer(bot: Bot) -> None:
    assert talk(bot, "cancel my lesson", "ok")[-1].intent == "cancel_confirmed"
    assert talk(bot, "cancel my lesson", "thank you", "ok")[-1].intent != "cancel_confirmed"
    assert talk(bot, "cancel my lesson", "thank you", "yes")[-1].intent == "cancel_confirmed"


def test_what_is_not_understood_leaves_the_question_open(bot: Bot) -> None:
    replies = talk(bot, "cancel my lesson", "fnargle wibbly zzxqv", "yes please")
    assert [reply.intent for reply in replies[1:]] == [FALLBACK_TAG, "cancel_confirmed"]


def test_a_question_is_open_in_its_own_conversation_only(bot: Bot) -> None:
    talk(bot, "cancel my lesson")
    assert bot.reply("yes please", NEW).intent != "cancel_confirmed"


@pytest.mark.parametrize("text", ["hello", "fnargle wibbly zzxqv"])
def test_responses_take_turns(text: str, bot: Bot, small_intents: IntentSet) -> None:
    replies = talk(bot, *[text] * 6)
    intent = small_intents.get(replies[0].intent)
    assert intent
    heard = [reply.text for reply in replies]
    assert set(heard[: len(intent.responses)]) == set(intent.responses)
    assert all(before != after for before, after in pairwise(heard))


def test_the_same_conversation_is_answered_the_same_way(
    classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    texts = ["hello", "trial lesson please", "violin please", "thanks"]
    bots = [Bot(classifier, small_intents, random.Random(5)) for _ in range(2)]
    assert talk(bots[0], *texts) == talk(bots[1], *texts)


def test_a_bot_all_of_whose_intents_wait_for_a_context_falls_back(
    classifier: IntentClassifier,
) -> None:
    waiting = IntentSet(tuple(Intent(tag, context_filter=("x",)) for tag in classifier.labels))
    reply = Bot(classifier, waiting).reply("hello", NEW)
    assert reply.fallback
    assert reply.text
    assert (reply.confidence, reply.alternatives, reply.candidates) == (0, (), ())


@pytest.fixture(params=["bot", "pretrained_bot"])
def trained_bot(request: pytest.FixtureRequest) -> Bot:
    bot: Bot = request.getfixturevalue(request.param)
    return bot


NOT_FOR_A_MUSIC_SCHOOL = {
    **MEANINGLESS,
    "German": "Wann kommt der nächste Zug nach Hamburg?",
    "French": "Je voudrais réserver une table pour deux personnes",
    "Russian": "Где мой заказ?",
    "Arabic": "أين طلبي؟",
    "home row": "asdf jkl; asdf jkl;",
    "mashed": "lkjhgf poiuyt mnbvcx",
    "hit again and again": "aaaaaaaa bbbbbbb ccccccc",
    "one unknown word": "photosynthesis",
    "another unknown word": "bulldozer",
    "a number": "7431",
    "very long": "the committee discussed interest rates, exports and the harvest. " * 160,
}


@pytest.mark.parametrize("text", NOT_FOR_A_MUSIC_SCHOOL.values(), ids=NOT_FOR_A_MUSIC_SCHOOL.keys())
def test_what_is_no_question_for_it_is_no_intents(text: str, trained_bot: Bot) -> None:
    reply = trained_bot.reply(text, NEW)
    assert reply.intent in RESERVED_TAGS, (reply.intent, reply.confidence)
    assert reply.text


def test_both_networks_understand_their_patterns(
    trained_bot: Bot, small_intents: IntentSet
) -> None:
    patterns = [(p, i.tag) for i in small_intents if not i.context_filter for p in i.patterns]
    right = [trained_bot.reply(text, NEW).intent == tag for text, tag in patterns]
    assert sum(right) > 0.85 * len(right)

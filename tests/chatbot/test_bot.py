"""Conversations with the small bot."""

import json
import random
from copy import copy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.bot import MAX_ALTERNATIVES, MAX_ASKED, Bot, Reply
from chatbot.bundle import CALIBRATION, FEATURES, GRAPH, INTENTS, LABELS, Bundle, DamagedBundleError
from chatbot.classifier import IntentClassifier
from chatbot.confidence import Calibration
from chatbot.dialogue import LIFESPAN, DialogueState
from chatbot.encoder_files import FOLDER_VARIABLE, EncoderError, EncoderMissingError
from chatbot.intents import (
    CLARIFICATION_TAG,
    FALLBACK_TAG,
    RESERVED_TAGS,
    Intent,
    IntentSet,
)
from chatbot.responses import WHICH

NEW = DialogueState()
HALF_HELLO_HALF_THANKS = "hello and thanks"
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


def judging(classifier: IntentClassifier, intents: IntentSet, calibration: Calibration) -> Bot:
    """The same network, whose evidence is read in another way."""
    other = copy(classifier)
    other.calibration = calibration
    return Bot(other, intents, random.Random(1))


def asking(bot: Bot, text: str, candidates: int, intents: IntentSet | None = None) -> Bot:
    """A bot whose prediction set for this message has so many candidates."""
    found = bot.classifier.predict(text)
    shares = [each.confidence for each in found.ranking(bot.turn(NEW))] + [0.0]
    smallest = 1.0 if candidates == 0 else sum(shares[candidates - 1 : candidates + 1]) / 2
    guard = replace(found.calibration.guard, threshold=-1e9)
    calibration = replace(found.calibration, guard=guard, smallest=smallest)
    return judging(bot.classifier, intents or bot.intents, calibration)


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
    ("question", "answer", "asked", "answered"),
    [
        ("trial lesson please", "piano please", "trial_lesson", "trial_instrument"),
        ("cancel my lesson", "yes please", "cancel_lesson", "cancel_confirmed"),
    ],
)
def test_a_question_of_the_bot_is_answered_once(
    question: str, answer: str, asked: str, answered: str, bot: Bot
) -> None:
    assert bot.reply(answer, NEW).intent != answered
    replies = talk(bot, question, answer, answer)
    assert [reply.intent for reply in replies[:2]] == [asked, answered]
    assert not replies[1].state.open_contexts
    assert replies[2].intent != answered


def test_asides_do_not_lose_the_thread_until_the_lifespan_is_over(bot: Bot) -> None:
    asides = ["thank you"] * LIFESPAN
    in_time = talk(bot, "trial lesson please", *asides[1:], "piano please")
    too_late = talk(bot, "trial lesson please", *asides, "piano please")
    assert in_time[-1].intent == "trial_instrument"
    assert too_late[-1].intent != "trial_instrument"


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
    assert all(one != following for one, following in pairwise(heard))


def test_the_same_conversation_is_answered_the_same_way(
    classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    texts = ["hello", "trial lesson please", "violin please", "thanks"]
    one, other = (talk(Bot(classifier, small_intents, random.Random(5)), *texts) for _ in range(2))
    assert one == other


def test_a_stricter_guard_falls_back_and_says_what_it_nearly_chose(
    classifier: IntentClassifier, small_intents: IntentSet, calibration: Calibration
) -> None:
    strict = replace(calibration.guard, threshold=1e9)
    reply = judging(classifier, small_intents, replace(calibration, guard=strict)).reply(
        "hello", NEW
    )
    assert reply.fallback
    assert reply.alternatives[0].intent == "greeting"
    assert reply.alternatives[0].confidence == reply.confidence > 0


def test_a_bot_all_of_whose_intents_wait_for_a_context_falls_back(
    classifier: IntentClassifier,
) -> None:
    waiting = IntentSet(tuple(Intent(tag, context_filter=("x",)) for tag in classifier.labels))
    reply = Bot(classifier, waiting).reply("hello", NEW)
    assert reply.fallback
    assert reply.text
    assert (reply.confidence, reply.alternatives, reply.candidates) == (0, (), ())


def test_a_bot_is_loaded_from_a_file(bundle: Bundle, tmp_path: Path) -> None:
    bundle.save(tmp_path / "small.bundle")
    loaded = Bot.load(tmp_path / "small.bundle")
    assert loaded.reply("thank you", NEW).intent == "thanks"
    assert loaded.intents == Bot.from_bundle(bundle).intents


@pytest.mark.parametrize("part", [GRAPH, FEATURES, CALIBRATION, INTENTS])
@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe"])
def test_parts_that_make_no_bot_are_damage(bundle: Bundle, part: str, content: bytes) -> None:
    with pytest.raises(DamagedBundleError, match="Train the model again"):
        Bot.from_bundle(replace(bundle, parts={**bundle.parts, part: content}))


def with_calibration(bundle: Bundle, **changed: object) -> Bundle:
    """The bundle with other values in its calibration."""
    found = json.loads(bundle.text(CALIBRATION)) | changed
    return replace(bundle, parts={**bundle.parts, CALIBRATION: json.dumps(found).encode()})


def test_parts_that_do_not_fit_together_are_damage(bundle: Bundle) -> None:
    def labelled(labels: list[str]) -> Bundle:
        return replace(bundle, parts={**bundle.parts, LABELS: json.dumps(labels).encode()})

    labels = json.loads(bundle.text(LABELS))
    nothing = dict.fromkeys(("energy", "off_topic"))
    guard = json.loads(bundle.text(CALIBRATION))["guard"]
    for damaged in (
        labelled([]),
        labelled(labels[:-1]),
        labelled([*labels, FALLBACK_TAG]),
        labelled([labels[0], *labels[:-1]]),
        labelled([*labels[:-1], "nobody"]),
        with_calibration(bundle, temperature=float("nan")),
        with_calibration(bundle, coverage=float("nan")),
        with_calibration(bundle, guard={**guard, "threshold": float("nan")}),
        with_calibration(bundle, guard={**guard, "usual": nothing}),
        with_calibration(bundle, guard={**guard, "spread": {"energy": 0, "off_topic": 0}}),
    ):
        with pytest.raises(DamagedBundleError, match="Train the model again"):
            Bot.from_bundle(damaged)


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
    assert reply.text in WHICH.responses
    assert len(reply.candidates) == len(reply.quick_replies) == count
    assert {"greeting", "thanks"} <= set(reply.candidates)
    for tag, quick in zip(reply.candidates, reply.quick_replies, strict=True):
        intent = small_intents.get(tag)
        assert intent
        assert quick == intent.patterns[0]
    assert [each.intent for each in reply.alternatives[:count]] == list(reply.candidates)
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
    asked = asking(bot, HALF_HELLO_HALF_THANKS, 2).reply(HALF_HELLO_HALF_THANKS, NEW)
    for tag, quick in zip(asked.candidates, asked.quick_replies, strict=True):
        assert bot.reply(quick, asked.state).intent == tag


@pytest.mark.parametrize("between", ["", " ", "!"])
def test_a_quick_reply_that_is_unclear_itself_is_not_asked_about_again(
    between: str, bot: Bot, small_intents: IntentSet
) -> None:
    shared = HALF_HELLO_HALF_THANKS + between
    intents = IntentSet(
        tuple(
            replace(each, patterns=(shared, *each.patterns))
            if each.tag in ("greeting", "thanks")
            else each
            for each in small_intents
        )
    )
    unsure = asking(bot, HALF_HELLO_HALF_THANKS, 2, intents)
    asked = unsure.reply(HALF_HELLO_HALF_THANKS, NEW)
    assert shared in asked.quick_replies
    assert len(set(asked.quick_replies)) == 2
    for tag, quick in zip(asked.candidates, asked.quick_replies, strict=True):
        state = DialogueState.from_json(asked.state.to_json())
        answered = unsure.reply(f" {quick.upper()} ", state)
        assert (answered.intent, answered.candidates) == (tag, (tag,))
        assert answered.alternatives
        assert tag not in {each.intent for each in answered.alternatives}
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


@pytest.fixture(params=["bot", "pretrained_bot"])
def trained_bot(request: pytest.FixtureRequest) -> Bot:
    found: Bot = request.getfixturevalue(request.param)
    return found


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
    asked = [(p, i.tag) for i in small_intents if not i.context_filter for p in i.patterns]
    right = [trained_bot.reply(text, NEW).intent == tag for text, tag in asked]
    assert sum(right) > 0.85 * len(right)


def test_a_pretrained_bot_says_that_its_encoder_is_missing(
    pretrained_bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(EncoderMissingError, match=r"nowhere.*flask encoder install"):
        Bot.from_bundle(pretrained_bundle)


def test_a_pretrained_bot_says_that_its_encoder_is_another_one(
    pretrained_bundle: Bundle, encoder_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(encoder_folder))
    metadata = replace(pretrained_bundle.metadata, encoder="0" * 64)
    with pytest.raises(EncoderError, match=r"another sentence encoder .* flask train"):
        Bot.from_bundle(replace(pretrained_bundle, metadata=metadata))


def test_a_bot_that_reads_words_needs_no_encoder(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "nowhere"))
    assert Bot.from_bundle(bundle).reply("hello", NEW).intent == "greeting"

"""What the guard and the prediction set said, in a sentence that is true."""

import re
from dataclasses import replace

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.explanation.decision import Decision, decision
from chatbot.intents.contexts import AllowedIntents
from chatbot.model.classifier import Prediction

SURE, UNSURE = 0.5, 0.0


def predicted(bot: Bot, text: str, *, threshold: float, smallest: float = SURE) -> Prediction:
    """What the bot sees, judged by another threshold and another size of prediction sets."""
    found = bot.classifier.predict(text)
    guard = replace(found.calibration.guard, threshold=threshold)
    return replace(found, calibration=replace(found.calibration, guard=guard, smallest=smallest))


def decided(bot: Bot, text: str, threshold: float, smallest: float = SURE) -> Decision:
    return decision(predicted(bot, text, threshold=threshold, smallest=smallest), AllowedIntents())


def test_an_answer_says_how_much_it_had_and_needed(bot: Bot) -> None:
    found = decided(bot, "hello", -5)
    assert found.verdict.accepted
    assert found.candidates == ("greeting",)
    assert found.sentence == (
        f"Answered: the score of {found.verdict.score:+.2f} reaches the -5.00 that a good question"
        " has, and only greeting is likely."
    )


def test_a_fallback_says_what_would_be_needed(bot: Bot) -> None:
    found = decided(bot, "hello", 99)
    assert not found.verdict.accepted
    assert found.sentence.startswith("Fallback: the score of ")
    assert found.sentence.endswith(
        "is below the +99.00 that a good question has, so this is off topic."
    )


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (None, "Fallback: .*, but no intent is likely enough."),
        (1, "Asked back: .*, and 2 intents are likely."),
        (2, "Asked back: .*, and 3 intents are likely."),
        (3, "Fallback: .*, but 4 intents are likely."),
    ],
)
def test_it_says_why_it_asked_back_or_kept_silent(
    place: int | None, sentence: str, bot: Bot
) -> None:
    ranking = bot.classifier.predict("hello and thanks").ranking(AllowedIntents())
    smallest = 1.0 if place is None else ranking[place].confidence
    found = decided(bot, "hello and thanks", -99, smallest)
    assert len(found.candidates) == (0 if place is None else place + 1)
    assert pytest.approx(1) == sum(one.calibrated for one in found.ranking)
    assert re.fullmatch(sentence, found.sentence)


def test_the_sentence_is_what_the_bot_did(bot: Bot) -> None:
    starts = {True: "Fallback: "}
    for text in ("hello", "hello and thanks", "qqq", "lesson", "what does a violin cost"):
        reply = bot.reply(text, DialogueState())
        found = decision(bot.classifier.predict(text), bot.turn(DialogueState()))
        usual = "Asked back: " if reply.quick_replies else "Answered: "
        assert found.sentence.startswith(starts.get(reply.fallback, usual))


def test_a_message_that_resembles_nothing_is_refused_for_that(bot: Bot) -> None:
    found = decided(bot, "🦉", -99)
    assert not found.verdict.accepted
    assert found.sentence == "Fallback: nothing in this message resembles a word of any pattern."


def test_where_all_intents_wait_none_is_possible(bot: Bot) -> None:
    nothing = AllowedIntents(unavailable=frozenset(bot.classifier.labels))
    found = decision(bot.classifier.predict("hello"), nothing)
    assert (found.ranking, found.candidates) == ((), ())
    assert not found.verdict.accepted
    assert found.sentence == "Fallback: every intent waits for a context that is not open."


def test_a_calibration_shows_in_the_confidences(bot: Bot) -> None:
    found = bot.classifier.predict("hello")
    hotter = replace(found, calibration=replace(found.calibration, temperature=4.0))
    best = decision(hotter, AllowedIntents()).ranking[0]
    assert best.calibrated < best.raw
    assert best.raw == decision(found, AllowedIntents()).ranking[0].raw

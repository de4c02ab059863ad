"""Two questions in one message."""

from dataclasses import replace

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.questions import answer_both
from chatbot.dialogue.state import DialogueState
from chatbot.model.decision import Decision, RankedIntent
from chatbot.model.out_of_scope import ScopeDecision, ScopeScores

NEW = DialogueState()
RANKING = tuple(
    RankedIntent(tag, share)
    for tag, share in zip("abcde", (0.9, 0.05, 0.03, 0.01, 0.01), strict=True)
)


def sure(tag: str, confidence: float = 0.97, score: float = 0.2) -> Decision:
    scope = ScopeDecision(True, score, -1.0, ScopeScores(score, score))
    return Decision.of((RankedIntent(tag, confidence),), (tag,), scope, 0.9)


WHOLE = replace(sure("a"), ranking=RANKING)


def test_two_questions_get_two_answers(bot: Bot) -> None:
    reply = bot.reply("cancel my lesson and what are your opening hours", NEW)
    assert reply.decision.reason == "two_questions"
    assert reply.candidates == ("cancel_lesson", "opening_hours")
    first, second = reply.text.split("\n\n")
    for text, tag in ((first, "cancel_lesson"), (second, "opening_hours")):
        intent = bot.intents.get(tag)
        assert intent
        assert text in intent.responses
    assert reply.state.open_contexts == {"cancelling"}


@pytest.mark.parametrize(
    "message",
    ["hello and thanks", "what are your opening hours and prices", "the piano and the violin"],
)
def test_one_question_gets_one_answer(message: str, bot: Bot) -> None:
    assert bot.reply(message, NEW).decision.reason != "two_questions"


def test_a_message_of_one_clause_is_predicted_once(bot: Bot) -> None:
    assert bot.predict("what are your opening hours").halves == ()
    assert bot.predict("cancel my lesson and what are your opening hours").halves


@pytest.mark.parametrize(
    ("pair", "tags"),
    [
        ((sure("b"), sure("a")), ("b", "a")),
        ((sure("a"), sure("a")), None),
        ((sure("a"), sure("e")), None),
        ((sure("a"), sure("b", confidence=0.8)), None),
        ((sure("a"), sure("b", score=-0.5)), None),
        ((sure("a"), sure("b").because("out_of_scope")), None),
    ],
)
def test_both_are_answered_if_both_are_sure_and_likely_in_the_whole(
    pair: tuple[Decision, Decision], tags: tuple[str, str] | None
) -> None:
    decision = answer_both(WHOLE, [pair])
    assert decision == (replace(WHOLE, reason="two_questions", candidates=tags) if tags else WHOLE)

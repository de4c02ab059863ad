"""Two questions in one message."""

from dataclasses import replace

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.questions import answer_both, naming_rest, with_rest
from chatbot.dialogue.quick_replies import LONGEST
from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.model.decision import Decision, OpenQuestion, RankedIntent
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


TEXTS = ("how much does it weigh", "do you open today")
STRANGE = sure("c").because("out_of_scope")


def test_the_question_that_an_answer_leaves_open_is_named(bot: Bot) -> None:
    message = "how many moons has Saturn and what are your opening hours"
    reply = bot.reply(message, NEW)
    assert reply.decision.reason == "one_question"
    assert reply.candidates == ("opening_hours",)
    assert "“how many moons has Saturn”" in reply.text


@pytest.mark.parametrize(
    ("whole", "pair", "tag", "is_understood"),
    [
        (WHOLE, (STRANGE, sure("a")), "a", False),
        (WHOLE, (sure("b", confidence=0.5), sure("a", confidence=0.5)), "a", True),
        (STRANGE, (STRANGE, sure("a")), "a", False),
    ],
)
def test_a_question_beside_the_answered_one_stays_open(
    whole: Decision, pair: tuple[Decision, Decision], tag: str, is_understood: bool
) -> None:
    for texts, halves in ((TEXTS, pair), (TEXTS[::-1], pair[::-1])):
        decision = with_rest(whole, [(texts, halves)], "english")
        assert (decision.reason, decision.candidates) == ("one_question", (tag,))
        assert decision.rest == OpenQuestion(TEXTS[0], is_understood)


@pytest.mark.parametrize(
    ("whole", "pair"),
    [
        (WHOLE, (sure("a"), sure("a"))),
        (WHOLE, (STRANGE, sure("b"))),
        (WHOLE, (STRANGE, STRANGE)),
        (STRANGE, (STRANGE, sure("a", confidence=0.8))),
    ],
)
def test_nothing_stays_open_without_an_answer_to_the_other_question(
    whole: Decision, pair: tuple[Decision, Decision]
) -> None:
    assert with_rest(whole, [(TEXTS, pair)], "english") is whole


def test_a_statement_is_no_open_question() -> None:
    texts = ("it weighs too much", TEXTS[1])
    assert with_rest(WHOLE, [(texts, (STRANGE, sure("a")))], "english") is WHOLE


def reply_with_rest(text: str, *, is_understood: bool) -> Reply:
    decision = replace(WHOLE, rest=OpenQuestion(text, is_understood))
    return Reply("At nine.", "a", decision, ("Thanks",), NEW)


def test_an_open_question_that_is_understood_can_be_asked_at_once() -> None:
    reply = naming_rest(reply_with_rest("can I come by", is_understood=True), "english")
    assert reply.text == "At nine.\n\nYou also asked: “can I come by”"
    assert reply.quick_replies == ("Thanks", "can I come by")
    long = naming_rest(reply_with_rest("can I " + "x" * LONGEST, is_understood=True), "english")
    assert long.quick_replies == ("Thanks",)
    strange = naming_rest(reply_with_rest("can I come by", is_understood=False), "german")
    assert strange.quick_replies == ("Thanks",)
    assert "„can I come by“" in strange.text


@pytest.mark.parametrize(
    "text", ["do you like https://evil.example", "do you *like* it", "do you <b>like</b> it"]
)
def test_no_markup_of_a_visitor_is_in_an_answer(text: str) -> None:
    reply = reply_with_rest(text, is_understood=True)
    assert naming_rest(reply, "english") == reply


def test_no_question_is_named_in_a_language_without_the_sentence() -> None:
    reply = reply_with_rest("can I come by", is_understood=True)
    assert naming_rest(reply, "korean") == reply

"""Decision about a message: answer, question back, or fallback, each with its reason."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.intents.contexts import AllowedIntents
from chatbot.model.decision import MAX_ASKED, Decision, RankedIntent
from chatbot.model.out_of_scope import ScopeDecision, ScopeScores
from chatbot.model.prediction import Prediction

SURE, UNSURE = 0.5, 0.0
ACCEPTED = ScopeDecision(True, 0.5, -1.0, ScopeScores(0.5, 0.5))
RANKING = tuple(RankedIntent(f"intent_{i}", 0.5 ** (i + 1)) for i in range(6))


def predicted(bot: Bot, text: str, *, threshold: float, conformal: float = SURE) -> Prediction:
    """Prediction of the bot with other thresholds of the detector and of prediction sets."""
    prediction = bot.classifier.predict(text)
    detector = replace(prediction.calibration.detector, threshold=threshold)
    calibration = replace(prediction.calibration, detector=detector, conformal_threshold=conformal)
    return replace(prediction, calibration=calibration)


def decided(bot: Bot, text: str, threshold: float, conformal: float = SURE) -> Decision:
    return predicted(bot, text, threshold=threshold, conformal=conformal).decide(AllowedIntents())


def test_a_message_in_scope_with_one_candidate_is_answered(bot: Bot) -> None:
    decision = decided(bot, "hello", -5)
    assert decision.scope.accepted
    assert decision.candidates == ("greeting",)
    assert (decision.kind, decision.reason) == ("answer", "one_candidate")
    assert decision.scope.threshold == -5


def test_a_message_below_the_threshold_gets_the_fallback(bot: Bot) -> None:
    decision = decided(bot, "hello", 99)
    assert not decision.scope.accepted
    assert (decision.kind, decision.reason) == ("fallback", "out_of_scope")
    assert decision.out_of_scope
    assert decision.scope.score < decision.scope.threshold == 99


@pytest.mark.parametrize(
    ("place", "kind", "reason"),
    [
        (None, "fallback", "no_candidate"),
        (1, "ask", "several_candidates"),
        (2, "ask", "several_candidates"),
        (3, "ask", "too_many_candidates"),
    ],
)
def test_the_number_of_candidates_decides(
    place: int | None, kind: str, reason: str, bot: Bot
) -> None:
    ranking = bot.classifier.predict("hello and thanks").ranking(AllowedIntents())
    conformal = 1.0 if place is None else ranking[place].confidence
    decision = decided(bot, "hello and thanks", -99, conformal)
    assert len(decision.candidates) == (0 if place is None else place + 1)
    assert pytest.approx(1) == sum(ranked.confidence for ranked in decision.ranking)
    assert (decision.kind, decision.reason) == (kind, reason)
    assert not decision.out_of_scope


def test_the_decision_is_what_the_bot_did(bot: Bot) -> None:
    for text in (
        "hello",
        "hello to all",
        "hello and thanks",
        "qqq",
        "lesson",
        "what does a violin cost",
    ):
        reply = bot.reply(text, DialogueState())
        decision = bot.classifier.predict(text).decide(bot.allowed(DialogueState()))
        usual = "ask" if reply.quick_replies else "answer"
        assert decision.kind == ("fallback" if reply.fallback else usual)
        rule = replace(decision, reason="pattern", candidates=("greeting",))
        assert reply.decision == (rule if text == "hello" else decision)


def test_a_message_that_resembles_nothing_is_rejected_for_that(bot: Bot) -> None:
    decision = decided(bot, "🦉", -99)
    assert not decision.scope.accepted
    assert (decision.kind, decision.reason) == ("fallback", "out_of_vocabulary")


def test_where_all_intents_wait_none_is_possible(bot: Bot) -> None:
    nothing = AllowedIntents(unavailable=frozenset(bot.classifier.labels))
    decision = bot.classifier.predict("hello").decide(nothing)
    assert (decision.ranking, decision.candidates, decision.best) == ((), (), None)
    assert not decision.scope.accepted
    assert (decision.kind, decision.reason) == ("fallback", "no_allowed_intent")


@given(st.integers(0, len(RANKING)), st.booleans())
def test_candidates_of_a_message_in_scope_are_answered_or_asked_about(
    count: int, accepted: bool
) -> None:
    candidates = tuple(ranked.intent for ranked in RANKING[:count])
    decision = Decision.of(RANKING, candidates, replace(ACCEPTED, accepted=accepted), 0.9)
    assert decision.candidates == candidates, "also of a message that is out of scope"
    assert (decision.kind == "answer") == (accepted and count == 1)
    assert (decision.kind == "ask") == (accepted and count > 1)
    assert decision.offered == (candidates[:MAX_ASKED] if decision.kind == "ask" else ())


@pytest.mark.parametrize("accepted", [True, False])
def test_a_chosen_quick_reply_is_answered_always(accepted: bool) -> None:
    decision = Decision.of(RANKING, (), replace(ACCEPTED, accepted=accepted), 0.9)
    chosen = decision.choosing("intent_3")
    assert (chosen.kind, chosen.reason) == ("answer", "quick_reply")
    assert not chosen.out_of_scope
    assert chosen.candidates == ("intent_3",)
    assert chosen.best == RANKING[3]
    assert [ranked.intent for ranked in chosen.ranking[1:]] == [
        "intent_0",
        "intent_1",
        "intent_2",
        "intent_4",
        "intent_5",
    ]


def test_a_chosen_intent_that_waits_for_a_context_has_no_confidence() -> None:
    chosen = Decision.of(RANKING, ("intent_0",), ACCEPTED, 0.9).choosing("waiting")
    assert chosen.best == RankedIntent("waiting", 0.0)
    assert chosen.ranking[1:] == RANKING

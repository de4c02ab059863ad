"""Words for the reasons, scores and activations of an explanation."""

from typing import get_args

import pytest

from chatbot.explanation.explain import Known
from chatbot.explanation.reading import NetworkActivations
from chatbot.model.decision import Decision, DecisionReason, RankedIntent
from chatbot.model.out_of_scope import ScopeDecision, ScopeScores
from web.explain.wording import KNOWN_BY, decision_sentence, missing_gates, named_scores

SCORES = ScopeScores(energy=1.0, off_topic=-0.5, linear=0.25, nearness=None)
RANKING = tuple(RankedIntent(tag, 0.2) for tag in ("greeting", "thanks", "prices", "hours"))


def decision(
    candidates: int,
    score: float = 0.5,
    *,
    ranking: tuple[RankedIntent, ...] = RANKING,
    in_vocabulary: bool = True,
) -> Decision:
    accepted = in_vocabulary and score >= -1.25
    scope = ScopeDecision(accepted, score, -1.25, SCORES, in_vocabulary)
    return Decision.of(ranking, tuple(r.intent for r in ranking[:candidates]), scope, 0.9)


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            decision(1),
            "Answered: the score of +0.50 reaches the -1.25 that is needed, and only"
            " greeting is likely.",
        ),
        (
            decision(1, score=-2),
            "Fallback: the score of -2.00 is below the -1.25 that is needed, so this is off topic.",
        ),
        (
            decision(0),
            "Fallback: the score of +0.50 reaches the -1.25 that is needed, but no intent"
            " is likely enough.",
        ),
        (
            decision(2),
            "Asked back: the score of +0.50 reaches the -1.25 that is needed, and 2"
            " intents are likely.",
        ),
        (
            decision(3),
            "Asked back: the score of +0.50 reaches the -1.25 that is needed, and 3"
            " intents are likely.",
        ),
        (
            decision(4),
            "Asked back: the score of +0.50 reaches the -1.25 that is needed, and of 4 likely"
            " intents the likeliest are offered.",
        ),
        (
            decision(1, in_vocabulary=False),
            "Fallback: nothing in this message resembles a word of any pattern.",
        ),
        (
            decision(0, score=float("-inf"), ranking=()),
            "Fallback: every intent waits for a context that is not open.",
        ),
        (
            decision(2).choosing("thanks"),
            "Answered: the question back offered this as a text for thanks.",
        ),
        (
            decision(1).choosing("thanks", "pattern"),
            "Answered: this is a pattern of thanks, word for word.",
        ),
        (
            decision(1).because("opposite"),
            "Asked back: this denies what patterns of greeting say, or the reverse.",
        ),
        (
            decision(2).because("closed_context"),
            "Fallback: the likeliest intent waits for a context that is not open.",
        ),
    ],
    ids=lambda made: made.reason if isinstance(made, Decision) else "",
)
def test_a_decision_is_worded_with_the_figures_that_it_had(made: Decision, sentence: str) -> None:
    assert decision_sentence(made) == sentence


@pytest.mark.parametrize("reason", get_args(DecisionReason))
def test_every_reason_has_a_sentence_that_begins_with_its_kind(reason: DecisionReason) -> None:
    made = Decision(reason, RANKING, ("greeting",), decision(1).scope, 0.9)
    beginning = {"answer": "Answered: ", "ask": "Asked back: ", "fallback": "Fallback: "}[made.kind]
    assert decision_sentence(made).startswith(beginning)


def test_a_name_of_an_author_is_no_format() -> None:
    made = decision(2).choosing("{score} {0}")
    assert decision_sentence(made).endswith("a text for {score} {0}.")


def test_scores_that_a_network_gives_have_names() -> None:
    assert named_scores(SCORES) == {
        "energy of the intents": 1.0,
        "intents against off topic": -0.5,
        "best vote of the terms": 0.25,
    }
    assert list(named_scores(ScopeScores(None, None, None, 2.0))) == ["nearness to the patterns"]


def test_every_way_to_know_a_word_has_words() -> None:
    assert {*KNOWN_BY} == {*get_args(Known)}


def test_a_network_without_gates_is_explained() -> None:
    steps = ("hello",)
    assert "simple recurrent layer" in missing_gates(NetworkActivations("rnn", steps, None, ()))
    assert "order" in missing_gates(NetworkActivations("none", steps, None, ()))
    assert missing_gates(NetworkActivations("lstm", steps, None, ())) == ""
    nothing = missing_gates(NetworkActivations("lstm", (), None, ()))
    assert nothing == "There is no word for the LSTM to read."

"""Predictions: rankings, prediction sets and scope decisions of made-up logits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.intents.contexts import AllowedIntents
from chatbot.model.calibration import Calibration
from chatbot.model.network_output import NetworkOutput
from chatbot.model.out_of_scope import OutOfScopeDetector, ScopeDecision, ScopeScores
from chatbot.model.prediction import Prediction, masked

LABELS = ("greeting", "thanks", "confirm")
LOGITS = st.lists(st.floats(-20, 20, width=32), min_size=4, max_size=4)
TAGS = st.frozensets(st.sampled_from(LABELS))
ALL = AllowedIntents()


def prediction(
    logits: list[float],
    *,
    temperature: float = 1.0,
    conformal_threshold: float = 0.2,
    in_vocabulary: bool = True,
) -> Prediction:
    """The last logit is that of being out of scope; an energy of 0 is accepted."""
    detector = OutOfScopeDetector(ScopeScores(0.0, 0.0), ScopeScores(1.0, 1.0), threshold=0.0)
    calibration = Calibration(temperature, detector, conformal_threshold, coverage=0.9)
    output = NetworkOutput(np.array(logits, np.float32), in_vocabulary=in_vocabulary)
    return Prediction(("word",), LABELS, output, calibration)


def candidates(logits: list[float], conformal_threshold: float = 0.2) -> tuple[str, ...]:
    return prediction(logits, conformal_threshold=conformal_threshold).decide(ALL).candidates


def scope(
    logits: list[float], allowed: AllowedIntents = ALL, *, in_vocabulary: bool = True
) -> ScopeDecision:
    return prediction(logits, in_vocabulary=in_vocabulary).decide(allowed).scope


@given(LOGITS, TAGS, TAGS, st.floats(0.2, 5))
def test_a_ranking_has_every_available_intent_by_falling_confidence(
    logits: list[float], unavailable: frozenset[str], expected: frozenset[str], temperature: float
) -> None:
    allowed = AllowedIntents(unavailable, expected - unavailable)
    made = prediction(logits, temperature=temperature)
    ranking = made.ranking(allowed)
    confidences = [ranked.confidence for ranked in ranking]
    assert {ranked.intent for ranked in ranking} == set(LABELS) - unavailable
    assert len(ranking) == len(LABELS) - len(unavailable)
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert sum(confidences) == pytest.approx(1 if ranking else 0)
    decision = made.decide(allowed)
    assert decision.ranking == ranking
    assert decision.best == (ranking[0] if ranking else None)


@given(LOGITS, TAGS)
def test_a_ranking_leaves_the_prediction_as_it_was(
    logits: list[float], expected: frozenset[str]
) -> None:
    made = prediction(logits)
    assert made.ranking(AllowedIntents(expected=expected)) == made.ranking(
        AllowedIntents(expected=expected)
    )
    assert made.output.logits.tolist() == logits


def test_confidence_is_about_which_intent_it_is_if_it_is_any() -> None:
    ranking = prediction([0, 0, 0, 0]).ranking(ALL)
    assert [ranked.confidence for ranked in ranking] == pytest.approx([1 / 3] * 3)
    assert prediction([0, 0, 0, 50]).ranking(ALL) == ranking


def test_a_temperature_makes_confidences_milder_and_leaves_the_raw_ones() -> None:
    raw = prediction([2, 0, 0, 0]).ranking(ALL)
    cooled = prediction([2, 0, 0, 0], temperature=2.0)
    assert cooled.raw_ranking(ALL) == raw
    assert cooled.ranking(ALL)[0].confidence == pytest.approx(np.e / (np.e + 2))


def test_an_unavailable_intent_leaves_its_share_to_the_others() -> None:
    ranking = prediction([0, 0, 30, 0]).ranking(AllowedIntents(frozenset({"confirm"})))
    assert [ranked.confidence for ranked in ranking] == pytest.approx([1 / 2] * 2)


def test_an_expected_intent_is_preferred_but_not_forced() -> None:
    waiting = AllowedIntents(expected=frozenset({"confirm"}))
    assert prediction([1, 0, 0.9, 0]).ranking(waiting)[0].intent == "confirm"
    assert prediction([9, 0, 0.9, 0]).ranking(waiting)[0].intent == "greeting"


def test_nothing_is_ranked_where_nothing_is_available() -> None:
    assert prediction([1, 2, 3, 4]).ranking(AllowedIntents(frozenset(LABELS))) == ()


def test_candidates_are_the_intents_that_are_likely_enough() -> None:
    assert candidates([np.log(6), np.log(3), 0, 0]) == ("greeting", "thanks")
    assert candidates([9, 0, 0, 0]) == ("greeting",)
    assert candidates([0, 0, 0, 0]) == LABELS
    assert candidates([0, 0, 0, 0], 0.9) == ()


@given(LOGITS, TAGS, st.floats(0, 1))
def test_candidates_come_from_the_top_of_the_ranking(
    logits: list[float], unavailable: frozenset[str], threshold: float
) -> None:
    made = prediction(logits, conformal_threshold=threshold)
    decision = made.decide(AllowedIntents(unavailable))
    count, ranking = len(decision.candidates), decision.ranking
    assert decision.candidates == tuple(ranked.intent for ranked in ranking[:count])
    if decision.reason == "closed_context":
        assert not decision.candidates
    else:
        assert all(ranked.confidence < threshold for ranked in ranking[count:])
    assert not unavailable & set(decision.candidates)


def test_what_a_closed_context_hides_is_not_answered_by_the_next_best() -> None:
    waiting = AllowedIntents(frozenset({LABELS[0]}))
    hidden = prediction([30, 9, 3, 0]).decide(waiting)
    assert (hidden.kind, hidden.reason) == ("fallback", "closed_context")
    assert hidden.ranking[0].confidence > 0.9
    assert prediction([30, 29.5, 3, 0]).decide(waiting).candidates == (LABELS[1],)


def test_an_intent_expected_by_the_last_question_goes_before_one_of_an_earlier_question() -> None:
    first, second = LABELS[:2]
    both = frozenset({first, second})
    ranking = prediction([1, 1, 0, 0]).ranking(
        AllowedIntents(frozenset(), both, frozenset({first}))
    )
    assert [ranked.intent for ranked in ranking[:2]] == [second, first]


def test_an_unavailable_intent_has_no_part_in_the_scope_decision() -> None:
    """It is the only one that the message seems to be about."""
    alone = [-9.0, -9.0, 30.0, 0.0]
    assert scope(alone).accepted
    rejected = scope(alone, AllowedIntents(frozenset({"confirm"})))
    assert not rejected.accepted
    assert rejected.score == scope([-9, -9, -np.inf, 0]).score


def test_where_no_intent_is_available_nothing_is_accepted() -> None:
    decision = prediction([30, 30, 30, 0]).decide(AllowedIntents(frozenset(LABELS)))
    assert not decision.scope.accepted
    assert decision.candidates == ()


def test_a_message_that_resembles_nothing_is_not_accepted() -> None:
    assert scope([30, 0, 0, 0]).accepted
    rejected = scope([30, 0, 0, 0], in_vocabulary=False)
    assert (rejected.accepted, rejected.in_vocabulary) == (False, False)


@given(LOGITS, TAGS)
def test_a_mask_keeps_the_logits_of_available_intents(
    logits: list[float], unavailable: frozenset[str]
) -> None:
    output = prediction(logits).output
    rest = masked(output, LABELS, AllowedIntents(unavailable)).logits
    for label, before, after in zip((*LABELS, ""), output.logits, rest, strict=True):
        assert after == (-np.inf if label in unavailable else before)

"""The small bot's classifier, answering from ONNX alone."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import Bundle
from chatbot.model.calibration import Calibration
from chatbot.model.classifier import IntentClassifier, Prediction, within
from chatbot.model.network_output import NetworkOutput
from chatbot.model.out_of_scope import OutOfScopeDetector, ScopeScores

LABELS = ("greeting", "thanks", "confirm")
SCORES = st.lists(st.floats(-20, 20, width=32), min_size=4, max_size=4)
TAGS = st.frozensets(st.sampled_from(LABELS))


def prediction(
    scores: list[float], *, temperature: float = 1.0, smallest: float = 0.2, known: bool = True
) -> Prediction:
    """The last score is that of being out of scope; an energy of 0 is accepted."""
    guard = OutOfScopeDetector(ScopeScores(0.0, 0.0), ScopeScores(1.0, 1.0), threshold=0.0)
    calibration = Calibration(temperature, guard, smallest, coverage=0.9)
    evidence = NetworkOutput(np.array(scores, np.float32), known=known)
    return Prediction(("word",), LABELS, evidence, calibration)


def test_patterns_are_recognised(classifier: IntentClassifier, small_intents: IntentSet) -> None:
    asked = [(text, intent.tag) for intent in small_intents for text in intent.patterns]
    right = [
        classifier.predict(text).ranking(AllowedIntents())[0].intent == tag for text, tag in asked
    ]
    assert np.mean(right) > 0.9


def test_every_intent_with_patterns_is_a_label(
    classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    assert set(classifier.labels) == {intent.tag for intent in small_intents if intent.patterns}
    found = classifier.predict("hello there")
    assert found.labels == classifier.labels
    assert found.words == ("hello", "there")
    assert found.evidence.logits.shape == (len(found.labels) + 1,)


def test_a_message_is_known_when_a_pattern_has_a_part_of_a_word_of_it(
    classifier: IntentClassifier,
) -> None:
    assert classifier.predict("lessn").evidence.known
    for text in ("", "🦑", "ありがとう", "zzz"):
        found = classifier.predict(text)
        assert not found.evidence.known
        assert not found.verdict(AllowedIntents()).accepted


def test_sixteen_threads_get_the_same_answers(bundle: Bundle, real_messages: list[str]) -> None:
    alone = IntentClassifier.from_bundle(bundle)
    expected = [alone.predict(text).evidence for text in real_messages]
    shared = IntentClassifier.from_bundle(bundle)
    with ThreadPoolExecutor(16) as pool:
        rounds = [pool.map(shared.predict, real_messages) for _ in range(4)]
        for answers in rounds:
            for found, evidence in zip(answers, expected, strict=True):
                assert np.array_equal(found.evidence.logits, evidence.logits)
                assert found.evidence.linear == evidence.linear


@given(SCORES, TAGS, TAGS, st.floats(0.2, 5))
def test_a_ranking_has_every_available_intent_by_falling_confidence(
    scores: list[float], unavailable: frozenset[str], expected: frozenset[str], temperature: float
) -> None:
    turn = AllowedIntents(unavailable, expected - unavailable)
    found = prediction(scores, temperature=temperature)
    ranking = found.ranking(turn)
    confidences = [ranked.confidence for ranked in ranking]
    assert {ranked.intent for ranked in ranking} == set(LABELS) - unavailable
    assert len(ranking) == len(LABELS) - len(unavailable)
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert sum(confidences) == pytest.approx(1 if ranking else 0)
    assert found.ranking(turn, most=2) == ranking[:2]


@given(SCORES, TAGS)
def test_a_ranking_leaves_the_prediction_as_it_was(
    scores: list[float], expected: frozenset[str]
) -> None:
    found = prediction(scores)
    assert found.ranking(AllowedIntents(expected=expected)) == found.ranking(
        AllowedIntents(expected=expected)
    )
    assert found.evidence.logits.tolist() == scores


def test_confidence_is_about_which_intent_it_is_if_it_is_any() -> None:
    ranking = prediction([0, 0, 0, 0]).ranking(AllowedIntents())
    assert [ranked.confidence for ranked in ranking] == pytest.approx([1 / 3] * 3)
    assert prediction([0, 0, 0, 50]).ranking(AllowedIntents()) == ranking


def test_a_temperature_makes_confidences_milder_and_leaves_the_raw_ones() -> None:
    raw = prediction([2, 0, 0, 0]).ranking(AllowedIntents())
    cooled = prediction([2, 0, 0, 0], temperature=2.0)
    assert cooled.raw_ranking(AllowedIntents()) == raw
    assert cooled.ranking(AllowedIntents())[0].confidence == pytest.approx(np.e / (np.e + 2))


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
    both = prediction([np.log(6), np.log(3), 0, 0])
    assert both.candidates(AllowedIntents()) == ("greeting", "thanks")
    assert prediction([9, 0, 0, 0]).candidates(AllowedIntents()) == ("greeting",)
    assert prediction([0, 0, 0, 0]).candidates(AllowedIntents()) == LABELS
    assert prediction([0, 0, 0, 0], smallest=0.9).candidates(AllowedIntents()) == ()


@given(SCORES, TAGS, st.floats(0, 1))
def test_candidates_come_from_the_top_of_the_ranking(
    scores: list[float], unavailable: frozenset[str], smallest: float
) -> None:
    turn = AllowedIntents(unavailable)
    found = prediction(scores, smallest=smallest)
    candidates, ranking = found.candidates(turn), found.ranking(turn)
    assert candidates == tuple(each.intent for each in ranking[: len(candidates)])
    assert all(each.confidence < smallest for each in ranking[len(candidates) :])
    assert not unavailable & set(candidates)


def test_an_impossible_intent_has_no_part_in_the_verdict() -> None:
    """It is the only one that the message seems to be about."""
    alone = prediction([-9, -9, 30, 0])
    assert alone.verdict(AllowedIntents()).accepted
    refused = alone.verdict(AllowedIntents(frozenset({"confirm"})))
    assert not refused.accepted
    assert refused.score == prediction([-9, -9, -np.inf, 0]).verdict(AllowedIntents()).score


def test_where_no_intent_is_possible_nothing_is_accepted() -> None:
    nothing = prediction([30, 30, 30, 0])
    assert not nothing.verdict(AllowedIntents(frozenset(LABELS))).accepted
    assert nothing.candidates(AllowedIntents(frozenset(LABELS))) == ()


def test_a_message_that_resembles_nothing_is_not_accepted() -> None:
    assert prediction([30, 0, 0, 0]).verdict(AllowedIntents()).accepted
    verdict = prediction([30, 0, 0, 0], known=False).verdict(AllowedIntents())
    assert (verdict.accepted, verdict.known) == (False, False)


@given(SCORES, TAGS)
def test_evidence_within_a_turn_keeps_what_is_possible(
    scores: list[float], unavailable: frozenset[str]
) -> None:
    evidence = prediction(scores).evidence
    found = within(evidence, LABELS, AllowedIntents(unavailable)).logits
    for label, before, after in zip((*LABELS, ""), evidence.logits, found, strict=True):
        assert after == (-np.inf if label in unavailable else before)

"""The small bot's classifier, answering from ONNX alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.bundle import Bundle, BundleError
from chatbot.classifier import IntentClassifier, Prediction
from chatbot.contexts import Turn
from chatbot.intents import IntentSet

LABELS = ("greeting", "thanks", "confirm")
SCORES = st.lists(st.floats(-20, 20, width=32), min_size=4, max_size=4)
TAGS = st.frozensets(st.sampled_from(LABELS))


def prediction(scores: list[float]) -> Prediction:
    return Prediction(("word",), LABELS, np.array(scores, np.float32))


def test_patterns_are_recognised(classifier: IntentClassifier, small_intents: IntentSet) -> None:
    asked = [(text, intent.tag) for intent in small_intents for text in intent.patterns]
    right = [classifier.predict(text).ranking(Turn())[0].intent == tag for text, tag in asked]
    assert np.mean(right) > 0.9


def test_every_intent_with_patterns_is_a_label(
    classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    assert set(classifier.labels) == {intent.tag for intent in small_intents if intent.patterns}
    found = classifier.predict("hello there")
    assert found.labels == classifier.labels
    assert found.words == ("hello", "there")
    assert found.logits.shape == (len(found.labels) + 1,)


def test_a_message_is_known_when_a_pattern_has_a_part_of_a_word_of_it(
    classifier: IntentClassifier,
) -> None:
    assert classifier.predict("lessn").known
    for text in ("", "🦑", "ありがとう", "zzz"):
        assert not classifier.predict(text).known


def test_sixteen_threads_get_the_same_answers(bundle: Bundle, real_messages: list[str]) -> None:
    alone = IntentClassifier.from_bundle(bundle)
    expected = [alone.predict(text).logits for text in real_messages]
    shared = IntentClassifier.from_bundle(bundle)
    with ThreadPoolExecutor(16) as pool:
        rounds = [pool.map(shared.predict, real_messages) for _ in range(4)]
        for answers in rounds:
            for found, logits in zip(answers, expected, strict=True):
                assert np.array_equal(found.logits, logits)


def test_a_classifier_is_loaded_from_a_file(bundle: Bundle, tmp_path: Path) -> None:
    bundle.save(tmp_path / "small.bundle")
    loaded = IntentClassifier.load(tmp_path / "small.bundle")
    again = IntentClassifier.from_bundle(bundle).predict("thank you")
    assert np.array_equal(loaded.predict("thank you").logits, again.logits)
    with pytest.raises(BundleError, match=r"none\.bundle"):
        IntentClassifier.load(tmp_path / "none.bundle")


@given(SCORES, TAGS, TAGS)
def test_a_ranking_has_every_available_intent_by_falling_confidence(
    scores: list[float], unavailable: frozenset[str], expected: frozenset[str]
) -> None:
    ranking = prediction(scores).ranking(Turn(unavailable, expected - unavailable))
    confidences = [ranked.confidence for ranked in ranking]
    assert {ranked.intent for ranked in ranking} == set(LABELS) - unavailable
    assert len(ranking) == len(LABELS) - len(unavailable)
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert sum(confidences) <= 1 + 1e-9


@given(SCORES, TAGS)
def test_a_ranking_leaves_the_prediction_as_it_was(
    scores: list[float], expected: frozenset[str]
) -> None:
    found = prediction(scores)
    assert found.ranking(Turn(expected=expected)) == found.ranking(Turn(expected=expected))
    assert found.logits.tolist() == scores


def test_confidence_is_shared_with_what_is_out_of_scope() -> None:
    ranking = prediction([0, 0, 0, 0]).ranking(Turn())
    assert [ranked.confidence for ranked in ranking] == pytest.approx([0.25] * 3)
    assert prediction([0, 0, 0, 50]).ranking(Turn())[0].confidence < 1e-6


def test_an_unavailable_intent_leaves_its_share_to_the_others() -> None:
    ranking = prediction([0, 0, 30, 0]).ranking(Turn(frozenset({"confirm"})))
    assert [ranked.confidence for ranked in ranking] == pytest.approx([1 / 3] * 2)


def test_an_expected_intent_is_preferred_but_not_forced() -> None:
    waiting = Turn(expected=frozenset({"confirm"}))
    assert prediction([1, 0, 0.9, 0]).ranking(waiting)[0].intent == "confirm"
    assert prediction([9, 0, 0.9, 0]).ranking(waiting)[0].intent == "greeting"


def test_nothing_is_ranked_where_nothing_is_available() -> None:
    assert prediction([1, 2, 3, 4]).ranking(Turn(frozenset(LABELS))) == ()

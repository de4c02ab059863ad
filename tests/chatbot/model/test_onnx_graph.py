"""Probabilities out of logits, and logits out of an ONNX graph."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.features.extractor import FeatureExtractor
from chatbot.inference import log_sum_exp, softmax
from chatbot.model.bundle import FEATURES, GRAPH, Bundle
from chatbot.model.onnx_graph import OnnxGraph

SCORES = st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=20)


@given(SCORES)
def test_probabilities_add_up_to_one_in_the_order_of_the_scores(scores: list[float]) -> None:
    shares = softmax(np.array(scores, np.float32))
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()
    assert shares[np.argmax(scores)] == shares.max()


@given(SCORES, st.floats(-100, 100))
def test_only_differences_of_scores_matter(scores: list[float], by: float) -> None:
    assert softmax(np.array(scores) + by) == pytest.approx(softmax(np.array(scores)), abs=1e-9)


def test_each_row_has_probabilities_of_its_own() -> None:
    shares = softmax(np.array([[0.0, 0.0], [np.log(3), 0.0]]))
    assert shares == pytest.approx(np.array([[0.5, 0.5], [0.75, 0.25]]))


def test_a_graph_answers_one_message_of_any_length(bundle: Bundle) -> None:
    graph = OnnxGraph(bundle.parts[GRAPH])
    extractor = FeatureExtractor.from_json(bundle.text(FEATURES))
    for words in ([], ["hello"], ["hello", "there"] * 30):
        logits = graph.logits(extractor.encode(words))
        assert logits.shape == (9,)
        assert logits.dtype == np.float32
        assert np.isfinite(logits).all()


@given(SCORES)
def test_the_energy_of_scores_is_that_of_their_shares(scores: list[float]) -> None:
    best = max(np.float32(score) for score in scores)
    energy = log_sum_exp(np.array(scores, np.float32))
    assert best <= energy + 1e-3
    assert energy <= best + np.log(len(scores)) + 1e-3


def test_impossible_scores_do_not_count() -> None:
    assert log_sum_exp(np.array([1.0, -np.inf, 1.0])) == pytest.approx(1 + np.log(2))
    assert log_sum_exp(np.array([-np.inf, -np.inf])) == -np.inf

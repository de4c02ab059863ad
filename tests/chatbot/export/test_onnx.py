"""ONNX export: the results of Keras, or an error."""

import numpy as np
import onnx
import pytest

from chatbot.export.graph_builder import ExportError
from chatbot.export.onnx import TOLERANCE, to_keras_file, to_onnx
from chatbot.inference import softmax
from chatbot.model.bundle import GRAPH, KERAS, Bundle
from chatbot.model.classifier import IntentClassifier
from chatbot.networks.learner import Learner
from chatbot.networks.logits import logits
from chatbot.training.network import Network


def test_onnx_agrees_with_keras_on_real_messages(
    classifier: IntentClassifier, network: Network, real_messages: list[str]
) -> None:
    extractor = network.extractor
    words = [extractor.correct_spelling(extractor.splitter.words(text)) for text in real_messages]
    keras_probabilities = softmax(logits(Learner(network.model, 0.0), words, extractor))
    onnx_probabilities = softmax(
        np.stack([classifier.predict(text).output.logits for text in real_messages])
    )
    assert len(set(real_messages)) == 200
    assert np.abs(keras_probabilities - onnx_probabilities).max() <= TOLERANCE <= 1e-5


def test_the_graph_is_an_lstm_and_no_loop(bundle: Bundle) -> None:
    graph = onnx.load_from_string(bundle.parts[GRAPH])
    onnx.checker.check_model(graph)
    operators = [node.op_type for node in graph.graph.node]
    assert "LSTM" in operators
    assert "Loop" not in operators


def test_a_network_without_finite_logits_is_not_exported(network: Network) -> None:
    weights = network.model.get_weights()
    try:
        network.model.set_weights([np.full_like(array, np.nan) for array in weights])
        with pytest.raises(ExportError, match="differs from the Keras network"):
            to_onnx(Learner(network.model, 0.0), network.extractor, [("hello",)])
    finally:
        network.model.set_weights(weights)


def test_a_misspelt_pattern_is_read_alike_by_both(network: Network) -> None:
    """Spelling is corrected while answering, and not while learning."""
    assert to_onnx(Learner(network.model, 0.0), network.extractor, [("a", "free", "lessn")])


def test_the_keras_file_has_no_state_of_the_optimizer(bundle: Bundle, network: Network) -> None:
    size = sum(array.nbytes for array in network.model.get_weights())
    assert size < len(bundle.parts[KERAS]) < 1.2 * size
    assert len(to_keras_file(network.model)) == pytest.approx(len(bundle.parts[KERAS]), rel=0.01)

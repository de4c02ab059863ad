"""The ONNX graph answers what Keras answers, or is refused."""

import numpy as np
import onnx
import pytest

from chatbot.export.onnx import TOLERANCE, to_keras_file, to_onnx
from chatbot.export.onnx_layers import ExportError
from chatbot.inference import softmax
from chatbot.model.bundle import GRAPH, KERAS, Bundle
from chatbot.model.classifier import IntentClassifier
from chatbot.networks.logits import logits
from chatbot.training.network import Network


def test_onnx_agrees_with_keras_on_real_messages(
    classifier: IntentClassifier, network: Network, real_messages: list[str]
) -> None:
    extractor = network.extractor
    words = [extractor.correct_spelling(extractor.splitter.words(text)) for text in real_messages]
    keras_answers = softmax(logits(network.model, words, extractor))
    onnx_answers = softmax(
        np.stack([classifier.predict(text).evidence.logits for text in real_messages])
    )
    assert len(set(real_messages)) == 200
    assert np.abs(keras_answers - onnx_answers).max() <= TOLERANCE <= 1e-5


def test_the_graph_is_an_lstm_and_no_loop(bundle: Bundle) -> None:
    graph = onnx.load_from_string(bundle.parts[GRAPH])
    onnx.checker.check_model(graph)
    operators = [node.op_type for node in graph.graph.node]
    assert "LSTM" in operators
    assert "Loop" not in operators


def test_a_network_that_answers_nonsense_is_not_exported(network: Network) -> None:
    sane = network.model.get_weights()
    try:
        network.model.set_weights([np.full_like(each, np.nan) for each in sane])
        with pytest.raises(ExportError, match="differs from the Keras network"):
            to_onnx(network.model, network.extractor, [("hello",)])
    finally:
        network.model.set_weights(sane)


def test_the_keras_file_has_no_state_of_the_optimizer(bundle: Bundle, network: Network) -> None:
    weights = sum(each.nbytes for each in network.model.get_weights())
    assert weights < len(bundle.parts[KERAS]) < 1.2 * weights
    assert len(to_keras_file(network.model)) == pytest.approx(len(bundle.parts[KERAS]), rel=0.01)

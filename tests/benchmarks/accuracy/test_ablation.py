"""Ablation of the student: the same network without its LSTM."""

import keras
import pytest

from benchmarks.accuracy import ablation
from chatbot.export.onnx import translate_model
from chatbot.model.architectures import NetworkOptions
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.networks import builders
from chatbot.networks.shape import NetworkShape
from tests.chatbot.networks.test_builders import PATTERNS, extractor_for


def network(name: str) -> keras.Model:
    return builders.build(NetworkShape.of(extractor_for(name), 3, name, NetworkOptions(units=6)))


def has_lstm(model: keras.Model) -> bool:
    return any(isinstance(layer, keras.layers.Bidirectional) for layer in model.layers)


def test_the_student_alone_loses_its_lstm(monkeypatch: pytest.MonkeyPatch) -> None:
    assert has_lstm(network("distilled"))
    monkeypatch.setattr(builders, "attentive_bilstm", ablation.without_lstm)
    assert not has_lstm(network("distilled"))
    assert has_lstm(network("pretrained"))


def test_a_student_without_its_lstm_answers_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builders, "attentive_bilstm", ablation.without_lstm)
    graph = OnnxGraph(translate_model(network("distilled")))
    assert graph.logits(extractor_for("distilled").encode(PATTERNS[0])).shape == (4,)

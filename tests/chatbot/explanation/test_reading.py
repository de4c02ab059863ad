"""Activations of every architecture."""

import numpy as np
import pytest

from chatbot.explanation.reading import NetworkActivations, read
from chatbot.export.onnx import translate_model
from chatbot.model.architectures import ARCHITECTURES, TAUGHT_BY_ENCODER
from chatbot.model.onnx_graph import OnnxGraph
from tests.chatbot.networks.test_builders import (
    EXTRACTOR,
    PATTERNS,
    RandomPieces,
    extractor_for,
    network_named,
)

WORDS = PATTERNS[2]


def reading(name: str, words: list[str] = WORDS) -> NetworkActivations:
    steps = RandomPieces().names(words) if name in TAUGHT_BY_ENCODER else words
    graph = OnnxGraph(translate_model(network_named(name)))
    return read(graph, extractor_for(name).encode(words), steps)


@pytest.mark.parametrize(
    ("name", "lstms"),
    [
        ("lstm", [(1, "forward")]),
        ("bilstm", [(1, "forward"), (1, "backward")]),
        ("wide_deep", [(1, "forward"), (1, "backward")]),
        ("stacked_lstm", [(1, "forward"), (2, "forward")]),
        ("three layers", [(1, "forward"), (2, "forward"), (3, "forward")]),
    ],
)
def test_each_lstm_is_shown_with_the_states_of_the_graph(
    name: str, lstms: list[tuple[int, str]]
) -> None:
    graph = OnnxGraph(translate_model(network_named(name)))
    shown = read(graph, EXTRACTOR.encode(WORDS), WORDS).lstms
    assert [(lstm.layer, lstm.direction) for lstm in shown] == lstms
    top = [lstm.gates.hidden for lstm in shown if lstm.layer == lstms[-1][0]]
    states = graph.outputs(EXTRACTOR.encode(WORDS), ["states"])["states"]
    assert np.concatenate(top, axis=1) == pytest.approx(states, abs=1e-5)


def test_every_network_can_be_read() -> None:
    for name in ARCHITECTURES:
        activations = reading(name)
        has_lstm = "lstm" in name or name in ("wide_deep", *TAUGHT_BY_ENCODER)
        assert bool(activations.lstms) == has_lstm, name
        assert (activations.kind == "lstm") == has_lstm, name
    assert reading("rnn").kind == "rnn"
    assert reading("bow").kind == "none"


def test_activity_is_the_mean_over_the_units() -> None:
    forward, backward = reading("bilstm").lstms
    for lstm in (forward, backward):
        assert lstm.activity.forget == pytest.approx(lstm.gates.forget.mean(axis=1))
        assert lstm.activity.cell == pytest.approx(np.abs(lstm.gates.cell).mean(axis=1))
        assert lstm.activity.input.shape == (len(WORDS),)


def test_change_is_counted_from_the_step_that_was_read_before() -> None:
    forward, backward = reading("bilstm").lstms
    assert forward.activity.change[0] == pytest.approx(forward.activity.cell[0])
    assert backward.activity.change[-1] == pytest.approx(backward.activity.cell[-1])
    moved = np.abs(backward.gates.cell[0] - backward.gates.cell[1]).mean()
    assert backward.activity.change[0] == pytest.approx(moved)


def test_without_words_nothing_was_read() -> None:
    assert reading("wide_deep", []) == NetworkActivations("lstm", (), None, ())

"""Gates of an LSTM: they lead to the states that the graph has."""

import numpy as np
import pytest

from chatbot.explanation.reading import GateActivations, lstm_gates
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.bundle import FEATURES, GRAPH, Bundle
from chatbot.model.onnx_graph import OnnxGraph

WEIGHTS = ("lstm_input", "lstm_recurrent", "lstm_bias")
MESSAGES = ("hello", "how much is a violin lesson for my daughter", "qwertz", "a a a a a a a a")


@pytest.mark.parametrize("text", MESSAGES)
def test_the_hidden_states_are_those_of_the_graph(bundle: Bundle, text: str) -> None:
    extractor = FeatureExtractor.from_json(bundle.text(FEATURES))
    words = extractor.splitter.words(text)
    outputs = OnnxGraph(bundle.parts[GRAPH]).outputs(
        extractor.encode(words), ("steps", "states", *WEIGHTS)
    )
    forward, backward = lstm_gates(outputs["steps"], *(outputs[name] for name in WEIGHTS))
    hidden = np.concatenate([forward.hidden, backward.hidden], axis=1)
    assert hidden == pytest.approx(outputs["states"], abs=1e-5)
    assert forward.hidden.shape == (len(words), outputs["states"].shape[1] // 2)
    assert forward.hidden.dtype == np.float32


def one_unit(gate: float, forget: float) -> tuple[GateActivations, ...]:
    """An LSTM of one unit that adds 1 at each word: its input and its forget gate are given."""
    logit = [np.log(share / (1 - share)) for share in (gate, 0.5, forget)]
    bias = np.array([*logit, 50.0, 0, 0, 0, 0], np.float32)
    nothing = np.zeros((1, 4, 1), np.float32)
    return lstm_gates(np.zeros((3, 1), np.float32), nothing, nothing, bias[None])


def test_a_cell_takes_in_keeps_and_shows_what_its_gates_let_through() -> None:
    (gates,) = one_unit(gate=0.5, forget=0.8)
    assert gates.input == pytest.approx(np.full((3, 1), 0.5))
    assert gates.forget == pytest.approx(np.full((3, 1), 0.8))
    assert gates.cell.ravel() == pytest.approx([0.5, 0.8 * 0.5 + 0.5, 0.8 * 0.9 + 0.5])
    assert gates.hidden == pytest.approx(0.5 * np.tanh(gates.cell))


def test_the_backward_direction_is_in_the_order_of_the_words() -> None:
    rng = np.random.default_rng(1)
    steps = rng.normal(size=(4, 2)).astype(np.float32)
    weights, recurrent = rng.normal(size=(12, 2)), rng.normal(size=(12, 3))
    bias = rng.normal(size=24)
    twice = [np.stack([array] * 2).astype(np.float32) for array in (weights, recurrent, bias)]
    forward = lstm_gates(steps, *twice)[0]
    backward = lstm_gates(steps[::-1], *twice)[1]
    assert backward.cell[::-1] == pytest.approx(forward.cell)
    assert backward.cell != pytest.approx(forward.cell)


def test_no_number_is_too_large(recwarn: pytest.WarningsRecorder) -> None:
    huge = np.full((1, 8, 1), 1e4, np.float32)
    bias = np.zeros((1, 16), np.float32)
    for sign in (1, -1):
        (gates,) = lstm_gates(np.ones((2, 1), np.float32), sign * huge, huge[..., [0, 0]], bias)
        assert np.isfinite(gates.hidden).all()

"""What a graph gives beside its logits, and what no graph can be made of."""

from time import perf_counter

import keras
import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from chatbot.export.onnx_layers import ExportError, translated
from chatbot.model.architectures import ARCHITECTURES, LINEAR, NetworkOptions
from chatbot.model.onnx_graph import LOGITS, OnnxGraph
from chatbot.networks.builders import build
from chatbot.networks.shape import NetworkShape
from tests.chatbot.networks.test_builders import EXTRACTOR, PATTERNS, network_named

WEIGHTS = ("lstm_input", "lstm_recurrent", "lstm_bias")
MESSAGE = EXTRACTOR.encode(PATTERNS[0])
Array = NDArray[np.float32]


def sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)), np.float32)


def states_of(steps: Array, kernel: Array, recurrent: Array, bias: Array) -> Array:
    """The states of an LSTM, from the formulas of its ONNX operator."""
    units = recurrent.shape[1]
    state, cell, states = np.zeros(units, np.float32), np.zeros(units, np.float32), []
    for step in steps:
        gates = kernel @ step + recurrent @ state + bias[: 4 * units] + bias[4 * units :]
        i, o, f, c = np.split(gates, 4)
        cell = sigmoid(f) * cell + sigmoid(i) * np.tanh(c)
        state = sigmoid(o) * np.tanh(cell)
        states.append(state)
    return np.stack(states)


@pytest.mark.parametrize("name", ["bilstm", "bilstm_attention", "wide_deep", "one-hot bilstm"])
def test_the_states_can_be_computed_anew_from_what_a_graph_gives(name: str) -> None:
    given = OnnxGraph(translated(network_named(name))).outputs(
        MESSAGE, ("steps", "states", *WEIGHTS)
    )
    forward, backward = zip(*(given[each] for each in WEIGHTS), strict=True)
    ahead = states_of(given["steps"], *forward)
    back = states_of(given["steps"][::-1], *backward)[::-1]
    assert given["states"] == pytest.approx(np.concatenate([ahead, back], axis=1), abs=1e-5)
    assert given["states"].shape == (4, 12)


def test_layers_hand_their_states_on() -> None:
    graph = OnnxGraph(translated(network_named("stacked_lstm")))
    given = graph.outputs(MESSAGE, graph.output_names)
    lower = states_of(given["steps"], *(given[f"lstm_1_{w.split('_')[1]}"][0] for w in WEIGHTS))
    assert given["states_1"] == pytest.approx(lower, abs=1e-5)
    upper = states_of(lower, *(given[each][0] for each in WEIGHTS))
    assert given["states"] == pytest.approx(upper, abs=1e-5)


@pytest.mark.parametrize("name", ["bilstm_attention", "wide_deep"])
def test_each_head_shares_out_its_attention_among_the_words(name: str) -> None:
    attention = OnnxGraph(translated(network_named(name))).outputs(MESSAGE, ["attention"])
    assert attention["attention"].shape == (4, 4)
    assert attention["attention"].sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_the_votes_of_the_terms_add_up_to_the_linear_branch() -> None:
    model = network_named("wide_deep")
    given = OnnxGraph(translated(model)).outputs(MESSAGE, ["term_logits"])["term_logits"]
    arrays = EXTRACTOR.encode_batch([PATTERNS[0]]).arrays()
    linear = model.get_layer(LINEAR)(arrays["terms"], arrays["weights"])
    assert given.shape == (len(MESSAGE.terms.terms), 4)
    together = MESSAGE.terms.weights @ given + np.asarray(model.get_layer(LINEAR).bias)
    assert together == pytest.approx(np.asarray(linear)[0], abs=1e-5)


def test_a_graph_gives_what_its_network_has() -> None:
    names = {
        name: OnnxGraph(translated(network_named(name))).output_names for name in ARCHITECTURES
    }
    assert names["bow"] == (LOGITS,)
    assert set(names["rnn"]) == {
        LOGITS,
        "steps",
        "states",
        "rnn_input",
        "rnn_recurrent",
        "rnn_bias",
    }
    assert set(names["lstm"]) == {LOGITS, "steps", "states", *WEIGHTS}
    assert set(names["wide_deep"]) == {
        LOGITS,
        "steps",
        "states",
        "attention",
        LINEAR,
        "term_logits",
        *WEIGHTS,
    }
    assert names["pretrained"] == names["wide_deep"]
    assert {each[0] for each in names.values()} == {LOGITS}


def test_what_is_not_asked_for_costs_nothing() -> None:
    """The same graph without the other outputs takes as long; they take turns."""
    shape = NetworkShape.of(EXTRACTOR, 3, "wide_deep", NetworkOptions(units=256))
    full = onnx.load_from_string(translated(build(shape)))
    lean = onnx.ModelProto()
    lean.CopyFrom(full)
    del lean.graph.output[1:]
    graphs = [OnnxGraph(each.SerializeToString()) for each in (full, lean)]
    took: list[list[float]] = [[], []]
    for _ in range(500):
        for graph, times in zip(graphs, took, strict=True):
            started = perf_counter()
            graph.logits(MESSAGE)
            times.append(perf_counter() - started)
    with_extras, without = (float(np.quantile(times, 0.2)) for times in took)
    assert with_extras < 1.15 * without


def test_a_layer_that_nobody_described_is_named() -> None:
    words = keras.Input((), dtype="int32", name="words")
    vectors = keras.layers.Embedding(3, 4)(words)
    model = keras.Model(words, keras.layers.LayerNormalization(name="norm")(vectors))
    with pytest.raises(ExportError, match=r"layer 'norm' \(LayerNormalization\)"):
        translated(model)


def test_an_activation_that_nobody_described_is_named() -> None:
    words = keras.Input((), dtype="int32", name="words")
    vectors = keras.layers.Embedding(3, 4)(words)
    model = keras.Model(words, keras.layers.Dense(2, activation="softplus", name="odd")(vectors))
    with pytest.raises(ExportError, match="activation 'softplus' of 'odd'"):
        translated(model)


def test_relu_tanh_and_joined_vectors_are_those_of_keras() -> None:
    words = keras.Input((), dtype="int32", name="words")
    vectors = keras.layers.Embedding(EXTRACTOR.word_count, 4)(words)
    parts = [keras.layers.Dense(3, activation=name)(vectors) for name in ("relu", "tanh", None)]
    added = keras.layers.Add()(parts)
    joined = keras.layers.Concatenate()([*parts, added])
    model = keras.Model(words, keras.layers.Dense(2)(joined))
    expected = np.asarray(model(MESSAGE.words.words[:1]))
    found = OnnxGraph(translated(model)).logits(EXTRACTOR.encode(PATTERNS[0][:1]))
    assert found == pytest.approx(expected[0], abs=1e-6)

"""ONNX graphs: optional outputs beside the logits, and layers without a translation."""

from time import perf_counter

import keras
import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from chatbot.export.graph_builder import ExportError
from chatbot.export.onnx import translate_model
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
    """Return the states of an LSTM by the formulas of the ONNX operator."""
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
def test_the_states_follow_from_steps_and_weights_of_a_graph(name: str) -> None:
    outputs = OnnxGraph(translate_model(network_named(name))).outputs(
        MESSAGE, ("steps", "states", *WEIGHTS)
    )
    forward, backward = zip(*(outputs[output] for output in WEIGHTS), strict=True)
    forward_states = states_of(outputs["steps"], *forward)
    backward_states = states_of(outputs["steps"][::-1], *backward)[::-1]
    expected = np.concatenate([forward_states, backward_states], axis=1)
    assert outputs["states"] == pytest.approx(expected, abs=1e-5)
    assert outputs["states"].shape == (4, 12)


def test_layers_hand_their_states_on() -> None:
    graph = OnnxGraph(translate_model(network_named("stacked_lstm")))
    outputs = graph.outputs(MESSAGE, graph.output_names)
    lower_weights = [outputs[output.replace("lstm", "lstm_1")][0] for output in WEIGHTS]
    lower = states_of(outputs["steps"], *lower_weights)
    assert outputs["states_1"] == pytest.approx(lower, abs=1e-5)
    upper = states_of(lower, *(outputs[output][0] for output in WEIGHTS))
    assert outputs["states"] == pytest.approx(upper, abs=1e-5)


@pytest.mark.parametrize("name", ["bilstm_attention", "wide_deep"])
def test_each_head_shares_out_its_attention_among_the_words(name: str) -> None:
    attention = OnnxGraph(translate_model(network_named(name))).outputs(MESSAGE, ["attention"])
    assert attention["attention"].shape == (4, 4)
    assert attention["attention"].sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_the_logits_of_the_terms_add_up_to_the_linear_branch() -> None:
    model = network_named("wide_deep")
    graph = OnnxGraph(translate_model(model))
    term_logits = graph.outputs(MESSAGE, ["term_logits"])["term_logits"]
    arrays = EXTRACTOR.encode_batch([PATTERNS[0]]).arrays()
    linear = model.get_layer(LINEAR)(arrays["terms"], arrays["weights"])
    assert term_logits.shape == (len(MESSAGE.terms.terms), 4)
    total = MESSAGE.terms.weights @ term_logits + np.asarray(model.get_layer(LINEAR).bias)
    assert total == pytest.approx(np.asarray(linear)[0], abs=1e-5)


def test_a_graph_has_the_outputs_of_its_network() -> None:
    names = {
        name: OnnxGraph(translate_model(network_named(name))).output_names for name in ARCHITECTURES
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
    assert set(names["distilled"]) == set(names["wide_deep"])
    assert {outputs[0] for outputs in names.values()} == {LOGITS}


def test_unused_outputs_cost_nothing() -> None:
    """Compare the time of a graph with and without optional outputs, in turns."""
    shape = NetworkShape.of(EXTRACTOR, 3, "wide_deep", NetworkOptions(units=256))
    full = onnx.load_from_string(translate_model(build(shape)))
    lean = onnx.ModelProto()
    lean.CopyFrom(full)
    del lean.graph.output[1:]
    graphs = [OnnxGraph(model.SerializeToString()) for model in (full, lean)]
    durations: list[list[float]] = [[], []]
    for _ in range(500):
        for graph, times in zip(graphs, durations, strict=True):
            started = perf_counter()
            graph.logits(MESSAGE)
            times.append(perf_counter() - started)
    with_extras, without = (float(np.quantile(times, 0.2)) for times in durations)
    assert with_extras < 1.15 * without


def test_a_layer_without_a_translation_is_named() -> None:
    words = keras.Input((), dtype="int32", name="words")
    vectors = keras.layers.Embedding(3, 4)(words)
    model = keras.Model(words, keras.layers.LayerNormalization(name="norm")(vectors))
    with pytest.raises(ExportError, match=r"layer 'norm' \(LayerNormalization\)"):
        translate_model(model)


def test_an_activation_without_a_translation_is_named() -> None:
    words = keras.Input((), dtype="int32", name="words")
    vectors = keras.layers.Embedding(3, 4)(words)
    model = keras.Model(words, keras.layers.Dense(2, activation="softplus", name="odd")(vectors))
    with pytest.raises(ExportError, match="activation 'softplus' of 'odd'"):
        translate_model(model)


def test_relu_tanh_and_joined_vectors_equal_those_of_keras() -> None:
    words = keras.Input((), dtype="int32", name="words")
    vectors = keras.layers.Embedding(EXTRACTOR.word_count, 4)(words)
    parts = [keras.layers.Dense(3, activation=name)(vectors) for name in ("relu", "tanh", None)]
    added = keras.layers.Add()(parts)
    joined = keras.layers.Concatenate()([*parts, added])
    model = keras.Model(words, keras.layers.Dense(2)(joined))
    expected = np.asarray(model(MESSAGE.words.words[:1]))
    actual = OnnxGraph(translate_model(model)).logits(EXTRACTOR.encode(PATTERNS[0][:1]))
    assert actual == pytest.approx(expected[0], abs=1e-6)

"""Networks with random weights: shapes, padding, saving, and equal results of ONNX."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import keras
import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from chatbot.encoder.piece_table import VECTOR_SIZE
from chatbot.encoder.word_pieces import PIECE_WIDTH, sentence_vector
from chatbot.export.onnx import translate_model
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.architectures import ARCHITECTURES, LINEAR, NetworkOptions
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.networks.builders import BUILDERS, build
from chatbot.networks.layers import CosineClassifier
from chatbot.networks.learner import Learner, outputs
from chatbot.networks.logits import logits
from chatbot.networks.shape import NetworkShape
from chatbot.text.words import WordSplitter

PATTERNS = [["where", "is", "my", "parcel"], ["hello"], ["cancel", "my", "order", "please", "now"]]


class RandomPieces:
    """Piece reader with a random vector per word, and for the beginning and end of a message.

    Networks with random weights need no vectors with a meaning, and so no encoder.
    """

    def __init__(self, width: int = PIECE_WIDTH) -> None:
        self.width = width

    def read(self, words: Sequence[str]) -> NDArray[np.float32]:
        seeds = [crc32(name.encode()) for name in self.names(words)]
        vectors = [np.random.default_rng(seed).normal(0, 0.1, self.width) for seed in seeds]
        return np.array(vectors, np.float32)

    def names(self, words: Sequence[str]) -> tuple[str, ...]:
        return ("[CLS]", *words, "[SEP]")

    is_of_words = False

    def has_word(self, word: str) -> bool:  # noqa: ARG002 (named by the protocol)
        return False

    def number(self, word: str) -> int | None:  # noqa: ARG002 (named by the protocol)
        return None


EXTRACTOR, TABLE_EXTRACTOR = (
    FeatureExtractor.fit(WordSplitter(), PATTERNS, buckets=64, pieces=RandomPieces(width))
    for width in (PIECE_WIDTH, VECTOR_SIZE)
)

NETWORKS = {
    **{name: (name, NetworkOptions(units=6)) for name in ARCHITECTURES},
    "one-hot rnn": ("rnn", NetworkOptions(units=6, embedding="one_hot")),
    "one-hot bilstm": ("bilstm", NetworkOptions(units=6, embedding="one_hot")),
    "three layers": ("stacked_lstm", NetworkOptions(units=6, layers=3)),
}
RECURRENT = NETWORKS.keys() - {"bow"}
OPERATOR = {"bow": None, "rnn": "RNN", "one-hot rnn": "RNN"}
"""ONNX operator of the recurrent layer, if not LSTM."""


def extractor_for(name: str) -> FeatureExtractor:
    """Return the extractor with vectors as the network reads them."""
    return TABLE_EXTRACTOR if name == "distilled" else EXTRACTOR


def network_named(name: str) -> keras.Model:
    """Return a network with all weights random but the scale of the logits."""
    keras.utils.set_random_seed(1)
    model = build(NetworkShape.of(EXTRACTOR, 3, *NETWORKS[name]))
    rng = np.random.default_rng(1)
    model.set_weights(
        [
            rng.normal(0, 0.3, weights.shape) if weights.shape else np.array(5.0)
            for weights in model.get_weights()
        ]
    )
    return model


@lru_cache
def learner_named(name: str) -> Learner:
    return Learner(network_named(name), 0.0)


@pytest.fixture(params=NETWORKS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def model(name: str) -> keras.Model:
    return network_named(name)


def all_outputs(model: keras.Model, messages: list[list[str]]) -> list[NDArray[Any]]:
    arrays = extractor_for(model.name).encode_batch(messages).arrays()
    inputs = [arrays[tensor.name] for tensor in model.inputs]
    return [np.asarray(output) for output in outputs(model, inputs)]


def test_every_network_that_can_be_chosen_can_be_built() -> None:
    assert BUILDERS.keys() == ARCHITECTURES.keys()


def test_there_is_a_logit_for_each_intent_and_for_out_of_scope(model: keras.Model) -> None:
    assert {output.shape for output in all_outputs(model, PATTERNS)} == {(3, 4)}


@pytest.mark.parametrize("name", ["wide_deep", "distilled"])
def test_the_branches_are_added(name: str) -> None:
    model = network_named(name)
    joint, deep = all_outputs(model, PATTERNS)
    arrays = EXTRACTOR.encode_batch(PATTERNS).arrays()
    linear = model.get_layer(LINEAR)(arrays["terms"], arrays["weights"])
    assert joint == pytest.approx(deep + np.asarray(linear), abs=1e-5)


def test_the_branches_of_pretrained_are_added() -> None:
    model = network_named("pretrained")
    joint, deep = all_outputs(model, PATTERNS)
    arrays = EXTRACTOR.encode_batch(PATTERNS).arrays()
    linear = model.get_layer(LINEAR)(arrays["terms"], arrays["weights"])
    vectors = np.stack([sentence_vector(RandomPieces().read(words)) for words in PATTERNS])
    sentence_logits = model.get_layer("sentence_votes")(vectors)
    assert joint == pytest.approx(deep + np.asarray(linear + sentence_logits), abs=1e-5)


def test_the_angles_of_pretrained_are_bounded_by_their_scale() -> None:
    shape = NetworkShape.of(EXTRACTOR, 3, "pretrained", NetworkOptions(units=6))
    _joint, deep = all_outputs(build(shape), PATTERNS)
    assert np.abs(deep).max() <= CosineClassifier.FIRST_SCALE


def test_padding_does_not_change_an_answer(name: str) -> None:
    learner = learner_named(name)
    extractor = extractor_for(name)
    together = logits(learner, [*PATTERNS, ["unheard"] * 30], extractor)
    alone = np.concatenate([logits(learner, [words], extractor) for words in PATTERNS])
    assert together[:3] == pytest.approx(alone, abs=1e-5)


def test_the_order_of_words_matters_to_all_but_the_bag(name: str) -> None:
    words = ["is", "cancel", "hello"]
    forward, backward = logits(learner_named(name), [words, words[::-1]], extractor_for(name))
    assert (np.abs(forward - backward).max() > 1e-3) == (name in RECURRENT)


def test_the_onnx_graph_answers_as_the_network(name: str) -> None:
    learner = learner_named(name)
    graph = OnnxGraph(translate_model(learner.model))
    for words in [*PATTERNS, ["unheard"], [], ["parcel"] * 64]:
        answer = graph.logits(extractor_for(name).encode(words))
        assert answer == pytest.approx(logits(learner, [words], extractor_for(name))[0], abs=1e-5)


def test_the_graph_has_onnx_own_recurrent_layer_and_no_loop(name: str, model: keras.Model) -> None:
    graph = onnx.load_from_string(translate_model(model)).graph
    operators = [node.op_type for node in graph.node]
    expected = OPERATOR.get(name, "LSTM")
    assert set(operators) & {"LSTM", "RNN", "GRU", "Loop", "Scan", "If"} == {expected} - {None}
    assert len(operators) < 30


def test_a_saved_network_answers_the_same(model: keras.Model, tmp_path: Path) -> None:
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    outputs_of_both = (all_outputs(network, PATTERNS) for network in (model, loaded))
    for expected, actual in zip(*outputs_of_both, strict=True):
        assert np.array_equal(expected, actual)


def test_more_units_and_more_layers_are_more_weights() -> None:
    def weights(**options: Any) -> int:
        shape = NetworkShape.of(EXTRACTOR, 3, "stacked_lstm", NetworkOptions(**options))
        return int(build(shape).count_params())

    assert weights(units=4) < weights(units=8) < weights(units=8, layers=3)


def test_the_chosen_dropout_is_that_of_the_network() -> None:
    shape = NetworkShape.of(EXTRACTOR, 3, "lstm", NetworkOptions(dropout=0.25))
    network_layers = build(shape).layers
    rates = [layer.rate for layer in network_layers if isinstance(layer, keras.layers.Dropout)]
    assert rates == [0.25]

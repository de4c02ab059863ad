"""Graph of the sentence encoder against the published network in NumPy."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load
from tokenizers import Tokenizer

from chatbot.encoder.files import DIMENSION, TOKENIZER, EncoderError
from chatbot.encoder.sentence_encoder import SentenceEncoder, open_tokenizer
from chatbot.encoder.word_pieces import EncoderPieceReader, sentence_vector
from chatbot.encoder_setup.download import EncoderSource, read_source
from chatbot.encoder_setup.graph import Weights, build_encoder
from chatbot.encoder_setup.install import REFERENCE, check_encoder
from chatbot.inference import open_session
from tests.chatbot.encoder_setup.numpy_encoder import NumpyEncoder

FINGERPRINT = "f53acf0bc7f643d32e8b62b600ae350d4e3df32546f881b0968bcca4663586a3"
"""SHA-256 of the graph in the metadata of models: the same on every machine."""

SENTENCES = (
    "where is my parcel",
    "Hello, I'd like to return the boots I bought last week.",
    "can i pay with paypal?",
    "My order CW-204817 hasn't arrived yet!!",
    "how do I reset my password",
    "what's the weather like in Paris tomorrow",
    "I have a flat tyre and need a new inner tube",
    "do you ship to Norway",
    "the zip of my jacket is broken",
    "speak to a human",
    "thanks, bye",
    "which sleeping bag for minus ten degrees?",
    "I was charged twice on my credit card",
    "please cancel everything",
    "Is the tent waterproof enough for autumn in Scotland, or do I need another one?",
    "🙂 great",
    "café naïve Zürich",
    "x",
    "Wo ist mein Päckchen? 我的包裹在哪里",
    "refund refund refund refund refund refund refund refund refund refund",
)


@pytest.fixture(scope="module")
def source(encoder_wheel: Path) -> EncoderSource:
    return read_source(encoder_wheel)


@pytest.fixture(scope="module")
def weights(source: EncoderSource) -> Weights:
    return load(source.weights)


@pytest.fixture(scope="module")
def tokenizer(source: EncoderSource, tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    file = tmp_path_factory.mktemp("tokenizer") / TOKENIZER
    file.write_bytes(source.tokenizer)
    return open_tokenizer(file)


@pytest.fixture(scope="module")
def converted(weights: Weights, tokenizer: Tokenizer) -> SentenceEncoder:
    return SentenceEncoder(open_session(build_encoder(weights)), tokenizer, "")


@pytest.fixture(scope="module")
def in_numpy(weights: Weights) -> NumpyEncoder:
    return NumpyEncoder(weights, rounded=True)


@pytest.mark.parametrize("text", SENTENCES)
def test_the_graph_agrees_with_the_network_in_numpy(
    converted: SentenceEncoder, in_numpy: NumpyEncoder, tokenizer: Tokenizer, text: str
) -> None:
    *_, fifth, sixth = in_numpy.layers(tokenizer.encode(text).ids)
    layers = converted.encode(text).layers
    assert layers == pytest.approx(np.stack([fifth, sixth], axis=1), abs=1e-4)


def test_rounded_word_vectors_change_next_to_nothing(
    converted: SentenceEncoder, weights: Weights, tokenizer: Tokenizer
) -> None:
    exact = NumpyEncoder(weights, rounded=False)
    for text in SENTENCES:
        mean = exact.layers(tokenizer.encode(text).ids)[-1].mean(axis=0)
        vector = sentence_vector(EncoderPieceReader(converted).read([text]))[DIMENSION:]
        assert vector @ mean / np.linalg.norm(mean) > 0.9999


def test_the_stored_reference_equals_the_network_in_numpy(
    in_numpy: NumpyEncoder, tokenizer: Tokenizer
) -> None:
    for text, expected in REFERENCE.items():
        layers = in_numpy.layers(tokenizer.encode(text).ids)[-2:]
        means = np.stack(layers).mean(axis=1)[:, : len(expected[0])]
        assert means == pytest.approx(np.array(expected), abs=2e-5)


def test_the_same_weights_give_the_same_graph_on_every_machine(weights: Weights) -> None:
    shuffled = dict(sorted(weights.items(), reverse=True))
    assert hashlib.sha256(build_encoder(shuffled)).hexdigest() == FINGERPRINT


@pytest.mark.parametrize(
    "name",
    [
        "encoder.layer.2.attention.self.query.weight",
        "encoder.layer.5.attention.output.dense.weight",
    ],
)
def test_a_graph_with_a_mistake_is_refused(
    weights: Weights, tokenizer: Tokenizer, name: str
) -> None:
    graph = build_encoder({**weights, name: weights[name].T})
    with pytest.raises(EncoderError, match="Nothing was installed"):
        check_encoder(SentenceEncoder(open_session(graph), tokenizer, ""))

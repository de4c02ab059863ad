"""The networks with random weights: shapes, padding and saving."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from chatbot.architectures import NetworkShape, wide_deep
from chatbot.export import keras_weights
from chatbot.features import FeatureExtractor, MessageBatch
from chatbot.graph import OnnxGraph
from chatbot.onnx_network import build_graph
from chatbot.text import WordSplitter

PATTERNS = [["where", "is", "my", "parcel"], ["hello"], ["cancel", "my", "order", "please", "now"]]
EXTRACTOR = FeatureExtractor.fit(WordSplitter(), PATTERNS, buckets=64)
SHAPE = NetworkShape(
    EXTRACTOR.word_count,
    EXTRACTOR.stem_count,
    EXTRACTOR.ngram_count,
    EXTRACTOR.tfidf.term_count,
    intents=3,
    embedding=8,
    units=6,
    heads=2,
)


@pytest.fixture(scope="module")
def model() -> keras.Model:
    """Every weight is random, also those that start from zero."""
    keras.utils.set_random_seed(1)
    model = wide_deep(SHAPE)
    rng = np.random.default_rng(1)
    model.set_weights([rng.normal(0, 0.3, each.shape) for each in model.get_weights()])
    return model


def arrays(batch: MessageBatch) -> list[NDArray[Any]]:
    words = batch.words
    return [words.words, words.stems, words.ngrams, batch.sentences, batch.terms, batch.weights]


def logits(model: keras.Model, messages: list[list[str]]) -> list[NDArray[Any]]:
    return [np.asarray(each) for each in model(arrays(EXTRACTOR.encode_batch(messages)))]


def test_there_is_a_logit_for_each_intent_and_for_out_of_scope(model: keras.Model) -> None:
    joint, deep, linear = logits(model, PATTERNS)
    assert joint.shape == deep.shape == linear.shape == (3, 4)
    assert joint == pytest.approx(deep + linear, abs=1e-6)


def test_padding_does_not_change_an_answer(model: keras.Model) -> None:
    together = logits(model, [*PATTERNS, ["unheard"] * 30])[0]
    alone = np.concatenate([logits(model, [words])[0] for words in PATTERNS])
    assert together[:3] == pytest.approx(alone, abs=1e-5)


def test_the_order_of_words_matters_to_the_deep_branch(model: keras.Model) -> None:
    deep = logits(model, [["is", "cancel", "hello"], ["hello", "cancel", "is"]])[1]
    assert np.abs(deep[0] - deep[1]).max() > 1e-3


def test_the_onnx_graph_answers_as_the_network(model: keras.Model) -> None:
    graph = OnnxGraph(build_graph(keras_weights(model), SHAPE.units))
    for words in [*PATTERNS, ["unheard"], [], ["parcel"] * 64]:
        answer = graph.logits(EXTRACTOR.encode(words))
        assert answer == pytest.approx(logits(model, [words])[0][0], abs=1e-5)


def test_a_saved_network_answers_the_same(model: keras.Model, tmp_path: Path) -> None:
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    for one, other in zip(logits(model, PATTERNS), logits(loaded, PATTERNS), strict=True):
        assert np.array_equal(one, other)

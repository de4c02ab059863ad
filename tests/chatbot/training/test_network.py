"""The Keras network of the small bot."""

import json
from pathlib import Path

import keras
import numpy as np
import pytest

from chatbot.dataset.examples import Examples
from chatbot.encoder.word_pieces import installed_piece_reader
from chatbot.features.extractor import FeatureExtractor
from chatbot.inference import softmax
from chatbot.intents.intent_set import IntentSet
from chatbot.model.architectures import LINEAR
from chatbot.model.bundle import COVERAGE, FEATURES, GRAPH, KERAS, LABELS, PATTERNS, Bundle
from chatbot.model.classifier import IntentClassifier
from chatbot.networks.learner import Learner
from chatbot.networks.logits import logits
from chatbot.training.network import Network


def test_it_knows_its_patterns(network: Network, small_intents: IntentSet) -> None:
    labels, examples = Examples.of(small_intents, network.extractor.splitter)
    assert labels == network.labels
    best = [output.logits[:-1].argmax() for output in network.outputs(examples.sentences)]
    assert np.mean(best == examples.labels) > 0.9


def test_it_says_what_its_bundle_will_answer(
    network: Network, classifier: IntentClassifier
) -> None:
    sentences = [("hello",), ("what", "does", "a", "lesson", "cost"), ()]
    for words, output in zip(sentences, network.outputs(sentences), strict=True):
        served = classifier.predict(" ".join(words)).output
        assert np.array_equal(output.logits, served.logits)
        assert (output.linear, output.in_vocabulary) == (served.linear, served.in_vocabulary)
        assert (output.nearness, output.topic) == (None, None)
        assert output.coverage is not None
        assert served.coverage is not None
        assert np.array_equal(output.coverage, served.coverage)
    assert network.outputs([]) == []


def test_its_parts_are_those_of_the_bundle(network: Network, bundle: Bundle) -> None:
    parts = network.parts()
    assert set(parts) == {GRAPH, KERAS, FEATURES, LABELS, COVERAGE}
    assert parts[FEATURES] == bundle.parts[FEATURES]
    assert parts[GRAPH] == bundle.parts[GRAPH]
    assert json.loads(parts[LABELS]) == list(network.labels)


def test_its_tables_have_a_row_for_what_it_knows_and_no_more(network: Network) -> None:
    extractor = network.extractor
    rows = (extractor.word_count, extractor.stem_count, extractor.ngram_count)
    assert network.model.get_layer("word_vectors").rows == rows
    assert network.model.get_layer(LINEAR).terms == extractor.tfidf.term_count


def test_a_pretrained_network_comes_with_the_vectors_of_its_patterns(
    pretrained_bundle: Bundle, small_intents: IntentSet, tmp_path: Path
) -> None:
    classifier = IntentClassifier.from_bundle(pretrained_bundle)
    learnt = sum(len(intent.patterns) for intent in small_intents) + 2 * len(classifier.labels)
    assert len(pretrained_bundle.parts[PATTERNS]) == learnt * 384 * 2
    near, far = (classifier.predict(t).output.nearness for t in ("hello there", "bulldozer"))
    assert near is not None
    assert far is not None
    assert -1 <= far < near <= 1.001


def test_a_pretrained_keras_file_answers_as_its_graph(
    pretrained_bundle: Bundle, real_messages: list[str], tmp_path: Path
) -> None:
    (tmp_path / KERAS).write_bytes(pretrained_bundle.parts[KERAS])
    model = keras.saving.load_model(tmp_path / KERAS)
    pieces = installed_piece_reader(pretrained_bundle.metadata.encoder)
    extractor = FeatureExtractor.from_json(pretrained_bundle.text(FEATURES), pieces)
    classifier = IntentClassifier.from_bundle(pretrained_bundle)
    texts = real_messages[::5]
    words = [extractor.correct_spelling(extractor.splitter.words(text)) for text in texts]
    expected = softmax(logits(Learner(model, 0.0), words, extractor))
    probabilities = softmax(np.stack([classifier.predict(text).output.logits for text in texts]))
    assert probabilities == pytest.approx(expected, abs=1e-5)

"""The Keras network of the small bot."""

import json

import numpy as np

from chatbot.bundle import FEATURES, GRAPH, KERAS, LABELS, Bundle
from chatbot.classifier import IntentClassifier
from chatbot.contexts import Turn
from chatbot.examples import NOTHING, Examples
from chatbot.intents import IntentSet
from chatbot.network import Network


def test_it_knows_its_patterns(network: Network, small_intents: IntentSet) -> None:
    labels, examples = Examples.of(small_intents, network.extractor.splitter)
    assert labels == network.labels
    best = [prediction.ranking(Turn())[0].intent for prediction in network.predict(examples)]
    right = [tag == labels[label] for tag, label in zip(best, examples.labels, strict=True)]
    assert np.mean(right) > 0.9


def test_it_answers_message_by_message(network: Network, classifier: IntentClassifier) -> None:
    asked = Examples.unlabelled([("hello",), ("what", "does", "a", "lesson", "cost"), ()])
    for words, found in zip(asked.sentences, network.predict(asked), strict=True):
        assert found.words == words
        assert found.labels == network.labels
        assert np.abs(found.logits - classifier.predict(" ".join(words)).logits).max() < 1e-3
    assert network.predict(NOTHING) == []


def test_its_parts_are_those_of_the_bundle(network: Network, bundle: Bundle) -> None:
    parts = network.parts([("hello",), ("thank", "you")])
    assert set(parts) == {GRAPH, KERAS, FEATURES, LABELS}
    assert parts[FEATURES] == bundle.parts[FEATURES]
    assert json.loads(parts[LABELS]) == list(network.labels)

"""Evidence beside the network: words that intents know, and the topic of sentences."""

import numpy as np
import pytest

from chatbot.encoder.word_pieces import PIECE_WIDTH, sentence_vector
from chatbot.features.arrays import UNKNOWN
from chatbot.model.bundle import COVERAGE, TOPIC
from chatbot.model.scope_model import NO_MODELS, ScopeModel
from chatbot.model.topic_head import TopicHead
from chatbot.model.word_coverage import WordCoverage

RESET, ORDER, PASSWORD = 2, 3, 4
"""Stems of content words: two intents have an order, one a password that is reset."""

CONTENT = [np.array(row, np.int32) for row in ([RESET, PASSWORD], [PASSWORD], [ORDER], [ORDER])]
COVERAGE_OF_THREE = WordCoverage.fit(3, CONTENT, np.array([0, 0, 1, 2]), stems=5)


def test_an_intent_knows_the_words_of_its_patterns() -> None:
    both = COVERAGE_OF_THREE.of(np.array([RESET, PASSWORD], np.int32))
    assert both.tolist() == [1, 0, 0]
    assert COVERAGE_OF_THREE.of(np.array([ORDER], np.int32)).tolist() == [0, 1, 1]


def test_a_word_of_no_pattern_weighs_more_than_a_frequent_one() -> None:
    reset, password = (
        COVERAGE_OF_THREE.of(np.array([stem, UNKNOWN], np.int32))[0] for stem in (RESET, PASSWORD)
    )
    assert 0 < password < reset < 0.5


def test_a_message_without_content_words_has_nothing_foreign() -> None:
    assert COVERAGE_OF_THREE.of(np.array([], np.int32)).tolist() == [1, 1, 1]


def test_a_topic_head_gives_the_log_odds_of_a_sentence() -> None:
    weights = np.zeros(PIECE_WIDTH, np.float32)
    weights[0] = 2
    pieces = np.zeros((3, PIECE_WIDTH), np.float32)
    pieces[:, 0] = 5  # a vector of length 1 after normalisation
    assert TopicHead(weights, -0.5).margin(sentence_vector(pieces)) == pytest.approx(1.5)


def test_models_survive_storing_and_bundles_without_them_are_read() -> None:
    weights = np.random.default_rng(1).normal(size=PIECE_WIDTH).astype(np.float32)
    sentence = np.random.default_rng(2).normal(size=PIECE_WIDTH).astype(np.float32)
    model = ScopeModel(topic=TopicHead(weights, 0.25), coverage=COVERAGE_OF_THREE)
    parts = model.parts()
    assert set(parts) == {TOPIC, COVERAGE}
    loaded = ScopeModel.from_parts(parts, reads_sentences=False)
    assert loaded.topic
    assert loaded.coverage
    assert loaded.topic.margin(sentence) == pytest.approx(TopicHead(weights, 0.25).margin(sentence))
    content = np.array([ORDER, UNKNOWN], np.int32)
    assert np.allclose(loaded.coverage.of(content), COVERAGE_OF_THREE.of(content), atol=1e-4)
    assert ScopeModel.from_parts({}, reads_sentences=False) == NO_MODELS

"""Models of the scope, fitted beside a network."""

import numpy as np
import pytest

from chatbot.dataset.examples import NO_EXAMPLES, Examples
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder.word_pieces import CachedPieceReader, sentence_vector
from chatbot.features.extractor import FeatureExtractor
from chatbot.text.words import WordSplitter
from chatbot.training.fitting import TrainingData
from chatbot.training.scope import fit_scope_model
from tests.chatbot.training.test_fitting import EXTRACTOR, SPLITTER, TEXTS, examples

OFF_TOPIC = (("who", "won", "the", "match"), ("how", "do", "i", "bake", "bread"))
REQUESTS = (("cancel", "my", "haircut"), ("stop", "the", "timer"))


@pytest.mark.parametrize("gives_requests", [False, True])
def test_sentences_are_compared_with_those_off_topic(
    encoder: SentenceEncoder, *, gives_requests: bool
) -> None:
    reader = CachedPieceReader(encoder)
    learnt = examples(TEXTS)
    extractor = FeatureExtractor.fit(SPLITTER, learnt.sentences, 256, reader)
    requests = REQUESTS if gives_requests else ()
    scope = fit_scope_model(
        TrainingData(learnt, NO_EXAMPLES, OFF_TOPIC, requests=requests), extractor, 2
    )
    assert scope.patterns
    assert scope.topic
    haircut, order = (
        scope.topic.margin(sentence_vector(reader.read(words.split())))
        for words in ("cancel my manicure", "cancel the order please")
    )
    assert order > haircut
    assert (haircut < 0) == gives_requests


def test_without_messages_off_topic_there_is_nothing_to_compare_with(
    encoder: SentenceEncoder,
) -> None:
    learnt = examples(TEXTS)
    extractor = FeatureExtractor.fit(SPLITTER, learnt.sentences, 256, CachedPieceReader(encoder))
    scope = fit_scope_model(TrainingData(learnt, NO_EXAMPLES), extractor, 2)
    assert scope.patterns
    assert scope.topic is None


def test_a_network_without_an_encoder_knows_the_words_alone() -> None:
    scope = fit_scope_model(TrainingData(examples(TEXTS), NO_EXAMPLES, OFF_TOPIC), EXTRACTOR, 2)
    assert (scope.patterns, scope.topic) == (None, None)
    assert scope.coverage
    content = EXTRACTOR.content_stems(["please", "cancel", "my", "parcel"])
    assert scope.coverage.of(content).argmax() == 1


@pytest.mark.parametrize(
    ("language", "texts"),
    [("chinese", ("你们几点开门", "再见")), ("polish", ("chcę zwrócić buty", "godziny otwarcia"))],
)
def test_a_language_without_a_stemmer_has_no_coverage(
    language: str, texts: tuple[str, str]
) -> None:
    """Another form of a word would be a foreign one, and a whole sentence without spaces."""
    splitter = WordSplitter(language)
    sentences = tuple(tuple(splitter.words(text)) for text in texts)
    learnt = Examples(sentences, np.array([0, 1]))
    extractor = FeatureExtractor.fit(splitter, sentences)
    assert fit_scope_model(TrainingData(learnt, NO_EXAMPLES), extractor, 2).coverage is None


@pytest.mark.parametrize(
    "text", ["cancel my parcel 48213", "cancel my parcel 24.12. 😀", "parcel 💳"]
)
def test_numbers_and_emoji_are_no_foreign_words(text: str) -> None:
    scope = fit_scope_model(TrainingData(examples(TEXTS), NO_EXAMPLES), EXTRACTOR, 2)
    assert scope.coverage
    words = SPLITTER.words(text)
    plain = [word for word in words if word.isalpha()]
    assert len(plain) < len(words)
    with_signs, alone = (
        scope.coverage.of(EXTRACTOR.content_stems(part)).tolist() for part in (words, plain)
    )
    assert with_signs == alone


def test_patterns_are_not_told_from_messages_in_another_language(encoder: SentenceEncoder) -> None:
    """Off-topic messages of the library are English: a regression would learn what is German."""
    german = WordSplitter("german")
    sentences = tuple(
        tuple(german.words(text)) for text in ("wo ist mein paket", "ich will storno")
    )
    learnt = Examples(sentences, np.array([0, 1]))
    extractor = FeatureExtractor.fit(german, sentences, 256, CachedPieceReader(encoder))
    scope = fit_scope_model(TrainingData(learnt, NO_EXAMPLES, OFF_TOPIC), extractor, 2)
    assert scope.patterns
    assert scope.topic is None

"""The votes of a linear branch are those of the scikit-learn model that they were solved by."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder.word_pieces import EncoderPieceReader, sentence_vector
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.architectures import LINEAR
from chatbot.model.bundle import Bundle
from chatbot.model.classifier import IntentClassifier
from chatbot.model.onnx_graph import TERM_LOGITS
from chatbot.text.words import WordSplitter
from chatbot.training.linear import LinearHead, votes_of_sentences, votes_of_terms

GROUPS = {
    "parcel": ["where is my parcel", "track my parcel", "has my parcel come"],
    "cancel": ["cancel my order", "I want to cancel it", "stop the order please"],
    "hours": ["when do you open", "opening hours please", "are you open today"],
    "hello": ["hello", "good morning", "hi there"],
}
SPLITTER = WordSplitter()
ASKED = ["is my parcel open", "hello, cancel it", "please", "unheard", "stop stop stop"]


def taught(intents: int) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    texts = list(GROUPS.values())[:intents]
    sentences = [tuple(SPLITTER.words(text)) for group in texts for text in group]
    return sentences, np.repeat(np.arange(intents), 3)


def terms_of(
    extractor: FeatureExtractor, sentences: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    """One row of weights a message, without sparseness."""
    rows = np.zeros((len(sentences), extractor.tfidf.term_count))
    for row, words in zip(rows, sentences, strict=True):
        found = extractor.tfidf.encode(words)
        row[found.terms] = found.weights
    return rows


def as_scikit_learn_decides(decisions: NDArray[np.float64]) -> NDArray[np.float64]:
    """A column for each intent: of two intents scikit-learn tells the difference."""
    if decisions.ndim == 1:
        return np.stack([-decisions, decisions], axis=1) / 2
    return decisions


@pytest.mark.parametrize("factor", [1.0, 4.0])
@pytest.mark.parametrize("intents", [2, 3, 4])
def test_votes_of_terms_are_those_of_the_support_vector_machine(
    intents: int, factor: float
) -> None:
    sentences, labels = taught(intents)
    extractor = FeatureExtractor.fit(SPLITTER, sentences)
    votes = votes_of_terms(extractor, sentences, labels, intents, factor)
    asked = terms_of(extractor, [SPLITTER.words(text) for text in ASKED])
    reference = LinearSVC(C=2.0, random_state=0)
    reference.fit(csr_matrix(terms_of(extractor, sentences)), labels)
    expected = as_scikit_learn_decides(reference.decision_function(asked))
    found = asked @ votes.kernel + votes.bias
    assert found[:, :-1] == pytest.approx(factor * expected, abs=1e-4)
    assert not found[:, -1].any(), "the output of a message out of scope gets no votes"
    assert votes.kernel.shape == (extractor.tfidf.term_count, intents + 1)


def test_two_intents_are_as_far_apart_as_scikit_learn_says() -> None:
    labels = taught(2)[1]
    model = LogisticRegression().fit(np.eye(len(labels)), labels)
    votes = LinearHead.of(model, 2, factor=1.0)
    scores = votes.kernel + votes.bias
    assert scores[:, 1] - scores[:, 0] == pytest.approx(
        model.decision_function(np.eye(len(labels))), abs=1e-5
    )


def test_an_intent_without_a_message_gets_no_votes() -> None:
    model = LogisticRegression().fit(np.eye(6), [0, 0, 1, 1, 3, 3])
    votes = LinearHead.of(model, 4, factor=2.0)
    assert votes.kernel.shape == (6, 5)
    assert not votes.kernel[:, [2, 4]].any()
    assert not votes.bias[[2, 4]].any()
    assert votes.kernel[:, [0, 1, 3]].any()


@pytest.mark.parametrize("intents", [2, 4])
def test_votes_of_sentences_are_those_of_the_regression(
    intents: int, encoder: SentenceEncoder
) -> None:
    sentences, labels = taught(intents)
    reader = EncoderPieceReader(encoder)
    votes = votes_of_sentences(reader, sentences, labels, intents, factor=1.0)
    known = np.array([sentence_vector(reader.read(words)) for words in sentences])
    asked = np.array([sentence_vector(reader.read(SPLITTER.words(text))) for text in ASKED])
    reference = LogisticRegression(C=60.0, max_iter=1000)
    reference.fit(known / np.sqrt(2), labels)
    shares = np.exp((asked @ votes.kernel + votes.bias)[:, :-1])
    shares /= shares.sum(axis=1, keepdims=True)
    assert shares == pytest.approx(reference.predict_proba(asked / np.sqrt(2)), abs=2e-3)
    assert not votes.kernel[:, -1].any()


def test_a_graph_tells_the_votes_of_all_terms_together(
    classifier: IntentClassifier, real_messages: list[str]
) -> None:
    """What each term adds, and the bias, add up to the output that the guard reads."""
    extractor, graph = classifier.extractor, classifier.graph
    biases = []
    for text in real_messages[:40]:
        features = extractor.encode(extractor.splitter.words(text))
        found = graph.outputs(features, (LINEAR, TERM_LOGITS))
        together = features.terms.weights @ found[TERM_LOGITS]
        biases.append(found[LINEAR][0] - together)
        assert classifier.predict(text).output.linear == found[LINEAR][0, :-1].max()
        assert found[LINEAR][0, -1] == 0
    assert np.ptp(biases, axis=0).max() < 1e-4


@pytest.mark.parametrize("fixture", ["bundle", "pretrained_bundle"])
def test_a_trained_graph_votes_as_if_solved_anew(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    from chatbot.dataset.examples import Examples
    from chatbot.intents.intent_set import IntentSet
    from chatbot.model.bundle import INTENTS
    from chatbot.training.hyperparameters import Hyperparameters

    bundle: Bundle = request.getfixturevalue(fixture)
    classifier = IntentClassifier.from_bundle(bundle)
    extractor, intents = classifier.extractor, IntentSet.from_json(bundle.text(INTENTS))
    labels, examples = Examples.of(intents, extractor.splitter)
    examples = examples + Examples.of_names(labels, extractor.splitter)
    factor = Hyperparameters.of(bundle.metadata.architecture, None).term_votes
    votes = votes_of_terms(extractor, examples.sentences, examples.labels, len(labels), factor)
    for words in examples.sentences[::9]:
        found = classifier.graph.outputs(extractor.encode(words), [LINEAR])[LINEAR][0]
        expected = terms_of(extractor, [words])[0] @ votes.kernel + votes.bias
        assert found == pytest.approx(expected, abs=1e-4)

"""Linear heads: logits of the scikit-learn models that they were fitted by."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from chatbot.dataset.examples import NO_EXAMPLES, Examples
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder.word_pieces import CachedPieceReader, EncoderPieceReader, sentence_vector
from chatbot.features.extractor import FeatureExtractor
from chatbot.intents.intent_set import IntentSet
from chatbot.model.architectures import LINEAR, NetworkOptions
from chatbot.model.bundle import INTENTS, Bundle
from chatbot.model.classifier import IntentClassifier
from chatbot.model.onnx_graph import TERM_LOGITS
from chatbot.networks.builders import build
from chatbot.networks.shape import NetworkShape
from chatbot.training.fitting import TrainingData, fit
from chatbot.training.hyperparameters import Hyperparameters
from chatbot.training.linear import (
    SENTENCE_HEAD,
    TERM_HEAD,
    LinearHead,
    fit_linear_heads,
    fit_sentence_head,
    fit_term_head,
    fit_topic_head,
)
from tests.chatbot.training.test_fitting import EXTRACTOR, SHAPE, SPLITTER, TEXTS, examples

GROUPS = {
    "parcel": ["where is my parcel", "track my parcel", "has my parcel come"],
    "cancel": ["cancel my order", "I want to cancel it", "stop the order please"],
    "hours": ["when do you open", "opening hours please", "are you open today"],
    "hello": ["hello", "good morning", "hi there"],
}
MESSAGES = ["is my parcel open", "hello, cancel it", "please", "unheard", "stop stop stop"]


def training_examples(intents: int) -> tuple[tuple[tuple[str, ...], ...], NDArray[np.int64]]:
    texts = list(GROUPS.values())[:intents]
    sentences = tuple(tuple(SPLITTER.words(text)) for group in texts for text in group)
    return sentences, np.repeat(np.arange(intents), 3)


def terms_of(
    extractor: FeatureExtractor, sentences: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    """One row of weights a message, without sparseness."""
    rows = np.zeros((len(sentences), extractor.tfidf.term_count))
    for row, words in zip(rows, sentences, strict=True):
        weighted = extractor.tfidf.encode(words)
        row[weighted.terms] = weighted.weights
    return rows


def as_scikit_learn_decides(decisions: NDArray[np.float64]) -> NDArray[np.float64]:
    """A column for each intent: of two intents scikit-learn tells the difference."""
    if decisions.ndim == 1:
        return np.stack([-decisions, decisions], axis=1) / 2
    return decisions


@pytest.mark.parametrize("scale", [1.0, 4.0])
@pytest.mark.parametrize("intents", [2, 3, 4])
def test_a_term_head_decides_as_the_support_vector_machine(intents: int, scale: float) -> None:
    sentences, labels = training_examples(intents)
    extractor = FeatureExtractor.fit(SPLITTER, sentences)
    head = fit_term_head(extractor, Examples(sentences, labels), intents, scale)
    messages = terms_of(extractor, [SPLITTER.words(text) for text in MESSAGES])
    reference = LinearSVC(C=2.0, random_state=0)
    reference.fit(csr_matrix(terms_of(extractor, sentences)), labels)
    expected = as_scikit_learn_decides(reference.decision_function(messages))
    logits = messages @ head.kernel + head.bias
    assert logits[:, :-1] == pytest.approx(scale * expected, abs=1e-4)
    assert not logits[:, -1].any(), "the logit of being out of scope stays 0"
    assert head.kernel.shape == (extractor.tfidf.term_count, intents + 1)


def test_two_intents_are_as_far_apart_as_scikit_learn_says() -> None:
    labels = training_examples(2)[1]
    model = LogisticRegression().fit(np.eye(len(labels)), labels)
    head = LinearHead.of(model, 2, scale=1.0)
    scores = head.kernel + head.bias
    assert scores[:, 1] - scores[:, 0] == pytest.approx(
        model.decision_function(np.eye(len(labels))), abs=1e-5
    )


def test_an_intent_without_a_message_has_no_weights() -> None:
    model = LogisticRegression().fit(np.eye(6), [0, 0, 1, 1, 3, 3])
    head = LinearHead.of(model, 4, scale=2.0)
    assert head.kernel.shape == (6, 5)
    assert not head.kernel[:, [2, 4]].any()
    assert not head.bias[[2, 4]].any()
    assert head.kernel[:, [0, 1, 3]].any()


@pytest.mark.parametrize("intents", [2, 4])
def test_a_sentence_head_decides_as_the_regression(intents: int, encoder: SentenceEncoder) -> None:
    sentences, labels = training_examples(intents)
    reader = EncoderPieceReader(encoder)
    head = fit_sentence_head(reader, Examples(sentences, labels), intents, scale=1.0)
    vectors = np.array([sentence_vector(reader.read(words)) for words in sentences])
    messages = np.array([sentence_vector(reader.read(SPLITTER.words(text))) for text in MESSAGES])
    reference = LogisticRegression(C=60.0, max_iter=1000)
    reference.fit(vectors / np.sqrt(2), labels)
    shares = np.exp((messages @ head.kernel + head.bias)[:, :-1])
    shares /= shares.sum(axis=1, keepdims=True)
    assert shares == pytest.approx(reference.predict_proba(messages / np.sqrt(2)), abs=2e-3)
    assert not head.kernel[:, -1].any()


def test_a_topic_head_tells_sentences_from_those_off_topic(encoder: SentenceEncoder) -> None:
    sentences, _ = training_examples(4)
    off_topic = [SPLITTER.words(text) for text in ("how tall is the eiffel tower", "bake a cake")]
    reader = EncoderPieceReader(encoder)
    head = fit_topic_head(reader, sentences, off_topic)
    own, foreign = (
        head.margin(sentence_vector(reader.read(SPLITTER.words(text))))
        for text in ("please stop my order", "how old is the london bridge")
    )
    assert own > 0 > foreign


def test_the_logits_of_all_terms_add_up_to_the_linear_output(
    classifier: IntentClassifier, real_messages: list[str]
) -> None:
    """The logit of each term, and the bias, add up to the output that the detector reads."""
    extractor, graph = classifier.extractor, classifier.graph
    biases = []
    for text in real_messages[:40]:
        features = extractor.encode(extractor.splitter.words(text))
        outputs = graph.outputs(features, (LINEAR, TERM_LOGITS))
        together = features.terms.weights @ outputs[TERM_LOGITS]
        biases.append(outputs[LINEAR][0] - together)
        assert classifier.predict(text).output.linear == outputs[LINEAR][0, :-1].max()
        assert outputs[LINEAR][0, -1] == 0
    assert np.ptp(biases, axis=0).max() < 1e-4


@pytest.mark.parametrize("fixture", ["bundle", "pretrained_bundle"])
def test_a_trained_graph_has_the_head_that_is_fitted_anew(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    bundle: Bundle = request.getfixturevalue(fixture)
    classifier = IntentClassifier.from_bundle(bundle)
    extractor, intents = classifier.extractor, IntentSet.from_json(bundle.text(INTENTS))
    labels, patterns = Examples.of(intents, extractor.splitter)
    learnt = patterns + Examples.of_names(labels, extractor.splitter)
    scale = Hyperparameters.of(bundle.metadata.architecture, None).term_scale
    head = fit_term_head(extractor, learnt, len(labels), scale)
    for words in learnt.sentences[::9]:
        logits = classifier.graph.outputs(extractor.encode(words), [LINEAR])[LINEAR][0]
        expected = terms_of(extractor, [words])[0] @ head.kernel + head.bias
        assert logits == pytest.approx(expected, abs=1e-4)


def test_a_network_learns_around_its_linear_head() -> None:
    hyperparameters = Hyperparameters(epochs=2)
    untrained = build(SHAPE)
    fit_linear_heads(untrained, examples(TEXTS), EXTRACTOR, hyperparameters)
    data = TrainingData(examples(TEXTS), NO_EXAMPLES)
    trained = fit(data, EXTRACTOR, SHAPE, hyperparameters, 1, lambda _: None).model
    for before, after in zip(
        untrained.get_layer(TERM_HEAD).get_weights(),
        trained.get_layer(TERM_HEAD).get_weights(),
        strict=True,
    ):
        assert before.any()
        assert np.array_equal(before, after)
    assert not any(TERM_HEAD in variable.path for variable in trained.trainable_variables)


def test_terms_beyond_the_vocabulary_have_no_weight() -> None:
    roomy = build(replace(SHAPE, terms=SHAPE.terms + 3))
    tight = build(SHAPE)
    for model in (roomy, tight):
        fit_linear_heads(model, examples(TEXTS), EXTRACTOR, Hyperparameters(epochs=2))
    table, bias = roomy.get_layer(TERM_HEAD).get_weights()
    expected_table, expected_bias = tight.get_layer(TERM_HEAD).get_weights()
    assert np.array_equal(table[:-3], expected_table)
    assert np.array_equal(bias, expected_bias)
    assert not table[-3:].any()


def test_a_network_without_linear_heads_is_left_alone() -> None:
    model = build(NetworkShape.of(EXTRACTOR, 2, "lstm", NetworkOptions(units=4)))
    before = model.get_weights()
    fit_linear_heads(model, examples(TEXTS), EXTRACTOR, Hyperparameters(epochs=2))
    assert all(map(np.array_equal, before, model.get_weights()))


def test_the_scale_multiplies_the_sentence_head(encoder: SentenceEncoder) -> None:
    data = examples(TEXTS)
    pieces = CachedPieceReader(encoder)
    extractor = FeatureExtractor.fit(SPLITTER, data.sentences, pieces=pieces)
    kernels = []
    for scale in (1.0, 2.0):
        model = build(NetworkShape.of(extractor, 2, "pretrained", NetworkOptions(units=4)))
        fit_linear_heads(model, data, extractor, Hyperparameters(sentence_scale=scale))
        kernel, bias = model.get_layer(SENTENCE_HEAD).get_weights()
        assert (kernel.shape, bias.shape) == ((768, 3), (3,))
        assert not kernel[:, -1].any()
        kernels.append(kernel)
    assert kernels[1] == pytest.approx(2 * kernels[0])
    assert kernels[0].any()


@pytest.mark.parametrize("name", ["wide_deep", "pretrained"])
def test_linear_heads_do_not_learn(name: str) -> None:
    model = build(NetworkShape.of(EXTRACTOR, 2, name, NetworkOptions(units=4)))
    fixed = {layer.name for layer in model.layers if layer.weights and not layer.trainable}
    assert fixed == {TERM_HEAD, SENTENCE_HEAD} & {layer.name for layer in model.layers}
    assert TERM_HEAD in fixed

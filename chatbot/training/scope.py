"""Fit of the models of a bot's scope, beside its network."""

from __future__ import annotations

from chatbot.dataset.examples import Examples
from chatbot.dataset.negatives import has_off_topic_messages
from chatbot.encoder.word_pieces import CachedPieceReader
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.pattern_vectors import PatternVectors
from chatbot.model.scope_model import ScopeModel
from chatbot.model.word_coverage import WordCoverage
from chatbot.text.languages import LANGUAGES
from chatbot.training.fitting import TrainingData
from chatbot.training.linear import fit_topic_head


def fit_scope_model(data: TrainingData, extractor: FeatureExtractor, intents: int) -> ScopeModel:
    """Fit the models that the messages and the extractor allow.

    Sentences are compared with a sentence encoder alone, and with off-topic ones where the library
    has any in the language: from others, they would be told by the language.
    """
    sentences, pieces = data.examples.sentences, extractor.pieces
    coverage = _coverage(data.examples, extractor, intents)
    if not isinstance(pieces, CachedPieceReader):
        return ScopeModel(coverage=coverage)
    off_topic = (*data.off_topic, *data.requests, *data.counter_examples)
    topic = None
    if off_topic and has_off_topic_messages(extractor.splitter.language):
        pieces.cache(off_topic)
        topic = fit_topic_head(pieces, sentences, off_topic)
    return ScopeModel(PatternVectors.of(pieces, sentences), topic, coverage)


def _coverage(examples: Examples, extractor: FeatureExtractor, intents: int) -> WordCoverage | None:
    """Coverage, where words have stems: elsewhere, another form of a word is a foreign one."""
    if extractor.splitter.language not in LANGUAGES:
        return None
    content = [extractor.content_stems(words) for words in examples.sentences]
    return WordCoverage.fit(intents, content, examples.labels, extractor.stem_count)

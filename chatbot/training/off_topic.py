"""Off-topic messages of the library for patterns in any language."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chatbot.dataset.negatives import Sentence, off_topic_messages
from chatbot.encoder.files import DIMENSION
from chatbot.encoder.word_pieces import CachedPieceReader, PieceReader, sentence_vector
from chatbot.model.architectures import ENGLISH
from chatbot.text.words import WordSplitter

_NEAR = 0.36
"""Cosine of an English message to a pattern in another language from which on it may be about it.

95% of 669 messages are less near to patterns about alarms, weather and music, in German or Chinese;
most that ask for the same in English are nearer.
"""


def off_topic_for(
    splitter: WordSplitter, patterns: Sequence[Sentence], pieces: PieceReader | None
) -> list[Sentence]:
    """Return off-topic messages in the language of the patterns, or none.

    A network on the multilingual encoder learns from English ones in any language; those that are
    near to a pattern are left out.
    """
    vocabulary = {word for pattern in patterns for word in pattern}
    own = off_topic_messages(splitter, vocabulary)
    if own or not isinstance(pieces, CachedPieceReader) or not pieces.encoder.is_multilingual:
        return own
    return _far(off_topic_messages(WordSplitter(ENGLISH), vocabulary), patterns, pieces)


def _far(
    messages: list[Sentence], patterns: Sequence[Sentence], reader: CachedPieceReader
) -> list[Sentence]:
    """Messages that are not near to any pattern."""
    reader.keep(messages)
    reader.cache(patterns)
    vectors, pattern_vectors = (
        np.array([sentence_vector(reader.read(words))[DIMENSION:] for words in sentences])
        for sentences in (messages, patterns)
    )
    nearness = (vectors @ pattern_vectors.T).max(axis=1)
    return [words for words, near in zip(messages, nearness.tolist(), strict=True) if near < _NEAR]

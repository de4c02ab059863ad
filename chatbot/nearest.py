"""The patterns that are most like a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.contexts import Turn
from chatbot.features import FeatureExtractor
from chatbot.intents import FALLBACK_TAG, IntentSet
from chatbot.tfidf import WeightedTerms


@dataclass(frozen=True, slots=True)
class NearPattern:
    """A pattern, its intent, and how like it a message is: the cosine of both, 0 to 1.

    An intent that is not `possible` waits for a context that is not open.
    """

    pattern: str
    intent: str
    similarity: float
    possible: bool


def nearest_patterns(
    extractor: FeatureExtractor, intents: IntentSet, words: Sequence[str], turn: Turn, most: int
) -> tuple[NearPattern, ...]:
    """Return the `most` patterns whose TF-IDF terms are most like those of `words`.

    Patterns that share no term with them are left out.
    """
    message = extractor.tfidf.encode(words)
    weights = np.zeros(extractor.tfidf.term_count, np.float32)
    weights[message.terms] = message.weights / _length(message)
    near = []
    for intent in intents:
        for pattern in intent.patterns if intent.tag != FALLBACK_TAG else ():
            terms = extractor.tfidf.encode(extractor.splitter.words(pattern))
            cosine = float(terms.weights @ weights[terms.terms]) / _length(terms)
            possible = intent.tag not in turn.unavailable
            near.append(NearPattern(pattern, intent.tag, min(cosine, 1.0), possible))
    alike = sorted((one for one in near if one.similarity > 0), key=lambda one: -one.similarity)
    return tuple(alike[:most])


def _length(terms: WeightedTerms) -> float:
    return float(np.linalg.norm(terms.weights)) or 1.0

"""The patterns that are most like a message, for an explanation of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.contexts import Turn
from chatbot.features import FeatureExtractor
from chatbot.intents import IntentSet
from chatbot.neighbours import Neighbours


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
    near = Neighbours(intents, extractor.splitter, extractor.tfidf).alike(words)
    return tuple(
        NearPattern(one.pattern, one.intent, one.likeness, one.intent not in turn.unavailable)
        for one in near[:most]
    )

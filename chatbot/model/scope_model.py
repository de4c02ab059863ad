"""Evidence beside the network that a message is about one of the intents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chatbot.model.bundle import COVERAGE, PATTERNS, TOPIC
from chatbot.model.pattern_vectors import PatternVectors
from chatbot.model.topic_head import TopicHead
from chatbot.model.word_coverage import WordCoverage


@dataclass(frozen=True, slots=True)
class ScopeModel:
    """Models of the scope of a bot; None where the network or the bundle has no such model.

    `patterns` and `topic` compare sentence vectors, and `coverage` compares words.
    """

    patterns: PatternVectors | None = None
    topic: TopicHead | None = None
    coverage: WordCoverage | None = None

    def parts(self) -> dict[str, bytes]:
        """Return the models as parts of a bundle."""
        parts = {}
        if self.patterns:
            parts[PATTERNS] = self.patterns.to_bytes()
        if self.topic:
            parts[TOPIC] = self.topic.to_bytes()
        if self.coverage:
            parts[COVERAGE] = self.coverage.to_json().encode()
        return parts

    @classmethod
    def from_parts(cls, parts: Mapping[str, bytes], *, reads_sentences: bool) -> ScopeModel:
        """Return the models in a bundle; with `reads_sentences`, vectors of the patterns are there.

        A bundle of an earlier version has neither topic nor coverage.
        """
        return cls(
            PatternVectors.from_bytes(parts[PATTERNS]) if reads_sentences else None,
            TopicHead.from_bytes(parts[TOPIC]) if TOPIC in parts else None,
            WordCoverage.from_json(parts[COVERAGE].decode()) if COVERAGE in parts else None,
        )


NO_MODELS = ScopeModel()

"""Sizes of a network: sizes of the tables, and chosen sizes."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.features.extractor import FeatureExtractor
from chatbot.model.architectures import FROM_SCRATCH, Embedding, NetworkOptions


@dataclass(frozen=True, slots=True)
class NetworkShape:
    """Architecture, rows of the tables, number of intents, and chosen sizes of a network."""

    words: int
    stems: int
    ngrams: int
    terms: int
    intents: int
    architecture: str = FROM_SCRATCH
    units: int = 128
    layers: int = 1
    dropout: float = 0.4
    embedding: Embedding = "learnt"

    @classmethod
    def of(
        cls,
        extractor: FeatureExtractor,
        intents: int,
        architecture: str = FROM_SCRATCH,
        options: NetworkOptions | None = None,
    ) -> NetworkShape:
        """Return the shape of a network for the features of `extractor`.

        Raises NetworkOptionsError.
        """
        return cls(
            extractor.word_count,
            extractor.stem_count,
            extractor.ngram_count,
            extractor.tfidf.term_count,
            intents,
            architecture,
            **(options or NetworkOptions()).completed(architecture).chosen(),
        )

    @property
    def buckets(self) -> int:
        """Number of n-gram buckets."""
        return self.ngrams - 1

    @property
    def outputs(self) -> int:
        """Number of logits: an output per intent, and an output for out-of-scope messages."""
        return self.intents + 1

"""The sizes of a network: those of what it reads, and those that were chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chatbot.features.extractor import FeatureExtractor
from chatbot.model.architectures import FROM_SCRATCH, Embedding, NetworkOptions


@dataclass(frozen=True, slots=True)
class NetworkShape:
    """Which network, the rows of its tables, the number of intents, and the chosen sizes."""

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
        """Return the shape of a network that reads what `extractor` makes of messages.

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

    def fitting(self, extractor: FeatureExtractor) -> NetworkShape:
        """Return this shape with tables for what `extractor` knows, and no more."""
        return replace(
            self,
            words=extractor.word_count,
            stems=extractor.stem_count,
            ngrams=extractor.ngram_count,
            terms=extractor.tfidf.term_count,
        )

    @property
    def buckets(self) -> int:
        """Among how many n-grams a network can tell."""
        return self.ngrams - 1

    @property
    def outputs(self) -> int:
        """One for each intent, and one for a message that is out of scope."""
        return self.intents + 1

"""Fitting of a tagger to sentences with tagged tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from chatbot.dataset.tagged_sentences import TaggedSentence
from chatbot.dataset.tagged_variations import Shares
from chatbot.dataset.tagging_data import TaggingData
from chatbot.features.arrays import UNKNOWN
from chatbot.features.token_features import TokenFeatures
from chatbot.model.tag_decoding import tags_of
from chatbot.networks.tagger import Tagger, TaggerShape
from chatbot.training.hyperparameters import warm_cosine

_WARM_UP = 0.1
_BATCHES_PER_EPOCH = 25
_SMALLEST_BATCH = 8


@dataclass(frozen=True, slots=True)
class TaggerHyperparameters:
    """Hyperparameters of a fit; epochs and the size of batches follow from the sentences.

    A share of the distinct words of a batch is `unknown`, and told by its parts.
    """

    learning_rate: float = 3e-3
    decay: float = 0.02
    units: int = 96
    embedding: int = 64
    dropout: float = 0.4
    unknown: float = 0.15
    intent_weight: float = 0.2
    useful_steps: int = 1_500
    fewest_epochs: int = 12
    most_epochs: int = 60
    largest_batch: int = 32
    shares: Shares = field(default_factory=Shares)

    def schedule(self, sentences: int) -> TaggerSchedule:
        """Return the schedule for so many sentences."""
        even = 2 ** round(np.log2(max(sentences, 1) / _BATCHES_PER_EPOCH))
        batch = int(np.clip(even, _SMALLEST_BATCH, self.largest_batch))
        steps = -(-round(sentences * (1 + self.shares.alone)) // batch)
        useful = round(self.useful_steps / max(steps, 1))
        return TaggerSchedule(
            batch, steps, int(np.clip(useful, self.fewest_epochs, self.most_epochs))
        )


@dataclass(frozen=True, slots=True)
class TaggerSchedule:
    """Size of batches, steps of an epoch, and epochs."""

    batch_size: int
    steps: int
    epochs: int

    def learning_rate_factor(self, step: int) -> float:
        """Return the share of the learning rate at a step, counted from 0."""
        return warm_cosine(step, self.epochs * self.steps, _WARM_UP, last=0.02)


def fit_tagger(
    data: TaggingData,
    features: TokenFeatures,
    parameters: TaggerHyperparameters,
    seed: int,
    on_epoch: Callable[[], None] = lambda: None,
) -> Tagger:
    """Fit a tagger; the same seed gives the same weights on the same machine."""
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    tagger = Tagger(_shape(data, features, parameters), parameters.decay, parameters.intent_weight)
    maker = data.variations(parameters.shares, rng)
    schedule = parameters.schedule(len(data.sentences))
    for epoch in range(schedule.epochs):
        varied = [maker.varied(sentence) for sentence in data.sentences]
        varied += maker.alone(len(varied))
        parts = np.array_split(rng.permutation(len(varied)), schedule.steps)
        for step, rows in enumerate(parts, start=epoch * schedule.steps):
            batch = TaggedBatch.of([varied[row] for row in rows], features)
            batch = batch.with_unknown(parameters.unknown, rng)
            rate = parameters.learning_rate * schedule.learning_rate_factor(step)
            batch.teach(tagger, rate)
        on_epoch()
    return tagger


def _shape(
    data: TaggingData, features: TokenFeatures, parameters: TaggerHyperparameters
) -> TaggerShape:
    return TaggerShape(
        features.word_count,
        features.stem_count,
        1 + features.buckets,
        features.width,
        1 + 2 * data.entities,
        data.intents,
        parameters.embedding,
        parameters.units,
        parameters.dropout,
    )


@dataclass(frozen=True, slots=True)
class TaggedBatch:
    """Features of the distinct tokens of some sentences, and arrays (messages, time).

    `intents` has shape (messages,). The weight of padding is 0.
    """

    features: Mapping[str, NDArray[Any]]
    tags: NDArray[np.int32]
    weights: NDArray[np.float32]
    intents: NDArray[np.int32]

    @classmethod
    def of(cls, sentences: Sequence[TaggedSentence], features: TokenFeatures) -> TaggedBatch:
        """Return the batch of some sentences."""
        length = max(len(sentence.tokens) for sentence in sentences)
        places, tags = (np.zeros((len(sentences), length), np.int32) for _ in range(2))
        distinct: dict[tuple[str, int], int] = {}
        for row, sentence in enumerate(sentences):
            count = len(sentence.tokens)
            numbers = [distinct.setdefault(t, len(distinct) + 1) for t in sentence.tokens]
            places[row, :count] = numbers
            tags[row, :count] = tags_of(sentence.spans, count)
        arrays = features.encode([("", 0), *distinct]).arrays()
        intents = np.array([sentence.intent for sentence in sentences], np.int32)
        weights = (places > 0).astype(np.float32)
        return cls({**arrays, "sentences": places}, tags, weights, intents)

    def with_unknown(self, share: float, rng: np.random.Generator) -> TaggedBatch:
        """Return the batch with a share of the words unknown, as those of new values are."""
        is_lost = rng.random(len(self.features["words"])) < share
        lost = {
            name: np.where(is_lost, UNKNOWN, self.features[name]).astype(np.int32)
            for name in ("words", "stems")
        }
        return TaggedBatch({**self.features, **lost}, self.tags, self.weights, self.intents)

    def teach(self, tagger: Tagger, rate: float) -> None:
        """Make a step of the tagger's training."""
        inputs = self.inputs(tagger)
        tagger.train_on_batch(inputs, self.tags, self.weights, self.intents, rate)

    def inputs(self, tagger: Tagger) -> list[NDArray[Any]]:
        """Return the arrays in the order of the network's inputs."""
        return [self.features[tensor.name] for tensor in tagger.model.inputs]

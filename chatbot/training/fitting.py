"""Training loop: examples in, a fitted Keras model out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from chatbot.dataset.augmentation import Augmentation, Misspellings
from chatbot.dataset.examples import Examples, IntArray
from chatbot.dataset.negatives import NegativeSampler
from chatbot.dataset.soft_examples import SoftExamples
from chatbot.encoder.word_pieces import CachedPieceReader
from chatbot.features.extractor import FeatureExtractor
from chatbot.networks.learner import Learner, new_learner
from chatbot.networks.logits import ValidationMonitor, trainable_inputs
from chatbot.networks.shape import NetworkShape
from chatbot.text.typed import as_tuple
from chatbot.training.hyperparameters import Hyperparameters, TrainingSchedule
from chatbot.training.linear import fit_linear_heads
from chatbot.training.progress import EpochProgress, OnEpoch

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Examples to learn, held-out examples to monitor, and messages without an intent.

    The latter are off-topic messages, the author's, and `requests` about foreign things. `taught`
    are further messages with the answers of a teacher.
    """

    examples: Examples
    held_out: Examples
    off_topic: Sequence[tuple[str, ...]] = ()
    counter_examples: Sequence[tuple[str, ...]] = ()
    taught: SoftExamples | None = None
    requests: Sequence[tuple[str, ...]] = ()


def fit(
    data: TrainingData,
    extractor: FeatureExtractor,
    shape: NetworkShape,
    hyperparameters: Hyperparameters,
    seed: int,
    on_epoch: OnEpoch,
) -> Learner:
    """Fit a network: first the linear heads, then the rest alone; without an epoch, only heads.

    `shape` may have room for more words than known to `extractor`. The same seed gives the same
    weights on the same machine. The next fit for the same shape starts the learner anew.
    """
    rng = np.random.default_rng(seed)
    taught = data.taught or SoftExamples.none(shape.outputs)
    schedule = TrainingSchedule.of(hyperparameters, len(data.examples), len(taught))
    weights = class_weights(data.examples.labels, shape.intents)
    # A network from scratch takes "cancel my haircut" for a word against its own "cancel".
    requests = data.requests if isinstance(extractor.pieces, CachedPieceReader) else ()
    sampler = NegativeSampler(
        data.examples.sentences, data.off_topic, data.counter_examples, requests
    )
    pool = sampler.sample(2 * schedule.negatives, rng)
    augmentation = _augmentation(data, pool, extractor, hyperparameters)
    smoothing = hyperparameters.label_smoothing
    learner = new_learner(shape, seed, hyperparameters.weight_decay)
    fit_linear_heads(learner.model, data.examples, extractor, hyperparameters)
    if not schedule.epochs:
        learner.silence()
    monitor = ValidationMonitor.of(data.held_out, learner, extractor)
    steps = count()
    for epoch in range(1, schedule.epochs + 1):
        negatives = [pool[i] for i in rng.permutation(len(pool))[: schedule.negatives]]
        labelled = _with_negatives(data.examples, negatives, shape.intents)
        messages = SoftExamples.of_labels(labelled, weights, smoothing) + taught
        batches = _batches(messages, schedule.batch_size, augmentation, extractor, rng)
        rates = (
            hyperparameters.learning_rate * schedule.learning_rate_factor(next(steps))
            for _ in batches
        )
        loss, accuracy = _train_epoch(learner, batches, rates, extractor)
        on_epoch(EpochProgress(epoch, schedule.epochs, loss, accuracy, monitor.accuracy(learner)))
    return learner


def _augmentation(
    data: TrainingData,
    pool: Sequence[tuple[str, ...]],
    extractor: FeatureExtractor,
    hyperparameters: Hyperparameters,
) -> Augmentation | Misspellings:
    """Augmentation of messages during training.

    Word pieces take long to read, so each message has a few misspelt copies, read once.
    """
    if not isinstance(extractor.pieces, CachedPieceReader):
        return hyperparameters.augmentation
    misspellings = Misspellings.of(data.examples.sentences)
    messages = (*data.examples.sentences, *data.held_out.sentences, *pool)
    extractor.pieces.keep((*data.off_topic, *data.requests))
    extractor.pieces.cache((*messages, *misspellings.all()))
    return misspellings


def class_weights(labels: IntArray, intents: int) -> FloatArray:
    """Return a weight per intent, and 1 for the out-of-scope label `intents`: (intents + 1,).

    Rare intents count for more, by the root of the inverse frequency: the full inverse would let
    a single pattern outweigh fifty.
    """
    in_scope = labels[labels < intents]
    counts = np.maximum(np.bincount(in_scope, minlength=intents), 1)
    weights = np.sqrt(counts.sum() / counts)
    return np.append(weights / weights[in_scope].mean(), 1).astype(np.float32)


def _with_negatives(
    examples: Examples, negatives: Sequence[tuple[str, ...]], out_of_scope: int
) -> Examples:
    labels = np.append(examples.labels, np.full(len(negatives), out_of_scope))
    return Examples((*examples.sentences, *negatives), labels)


def _train_epoch(
    learner: Learner,
    batches: Sequence[SoftExamples],
    rates: Iterable[float],
    extractor: FeatureExtractor,
) -> tuple[float, float]:
    """Train on each batch at the scheduled learning rate; return mean loss and mean accuracy."""
    totals = np.zeros(2)
    for batch, rate in zip(batches, rates, strict=True):
        inputs = trainable_inputs(learner.model, batch.sentences, extractor)
        totals += len(batch) * learner.train_on_batch(inputs, batch.targets, batch.weights, rate)
    mean_loss, mean_accuracy = totals / sum(map(len, batches))
    return float(mean_loss), float(mean_accuracy)


def _batches(
    messages: SoftExamples,
    size: int,
    augmentation: Augmentation | Misspellings,
    extractor: FeatureExtractor,
    rng: np.random.Generator,
) -> list[SoftExamples]:
    """Return shuffled batches of similar length: padding costs as much time as words do."""
    augmented = tuple(as_tuple(augmentation.apply(words, rng)) for words in messages.sentences)
    lengths = np.array([extractor.count_steps(words) for words in augmented])
    by_length = np.argsort(lengths + rng.uniform(0, 3, len(lengths)))
    rows = [by_length[at : at + size] for at in range(0, len(lengths), size)]
    misspelt = replace(messages, sentences=augmented)
    return [misspelt.take(rows[i]) for i in rng.permutation(len(rows))]

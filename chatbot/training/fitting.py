"""The training loop: examples in, a fitted network out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import keras
import numpy as np
from numpy.typing import NDArray

from chatbot.dataset.augmentation import Augmentation, Misspellings
from chatbot.dataset.examples import Examples, IntArray
from chatbot.dataset.negatives import NegativeSampler
from chatbot.encoder.word_pieces import CachedPieceReader
from chatbot.features.extractor import FeatureExtractor
from chatbot.networks.builders import build
from chatbot.networks.learner import Learner, new_learner
from chatbot.networks.logits import ValidationMonitor, inputs_of
from chatbot.networks.shape import NetworkShape
from chatbot.training.hyperparameters import Hyperparameters, TrainingSchedule
from chatbot.training.linear import solve_branches

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What a network learns from, and what it is watched on while it does."""

    examples: Examples
    held_out: Examples
    off_topic: Sequence[tuple[str, ...]] = ()
    counter_examples: Sequence[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class EpochProgress:
    """How far training is: `epoch` of at most `epochs`, and what the last one came to.

    `validation_accuracy` is that on messages held out of training; None while there are none.
    Training has `rounds`, of which each fits a network in epochs of its own: this is the
    `epoch_of_round`-th of the `round`-th.
    """

    epoch: int
    epochs: int
    loss: float
    accuracy: float
    validation_accuracy: float | None = None
    round: int = 1
    rounds: int = 1
    epoch_of_round: int = 0


def fit(
    material: TrainingData,
    extractor: FeatureExtractor,
    shape: NetworkShape,
    recipe: Hyperparameters,
    seed: int,
    on_epoch: Callable[[EpochProgress], None],
) -> keras.Model:
    """Return a network that learnt the material.

    What is linear in it is solved first, the rest learns by itself. `shape` may have room for more
    words than `extractor` knows: the network has not. The same seed gives the same weights on the
    same machine.
    """
    rng = np.random.default_rng(seed)
    schedule = TrainingSchedule.of(recipe, len(material.examples))
    sampler = NegativeSampler(
        material.examples.sentences, material.off_topic, material.counter_examples
    )
    pool = sampler.sample(2 * schedule.negatives, rng)
    accidents = _accidents(material, pool, extractor, recipe)
    model = build(shape.for_vocabulary(extractor))
    solve_branches(model, material.examples, extractor, recipe)
    learner = new_learner(shape, seed, recipe.weight_decay, recipe.label_smoothing)
    monitor = ValidationMonitor.of(material.held_out, model, extractor)
    steps = count()
    for epoch in range(1, schedule.epochs + 1):
        drawn = [pool[i] for i in rng.permutation(len(pool))[: schedule.negatives]]
        lesson = _with_negatives(material.examples, drawn, shape.intents)
        batches = _batches(lesson, schedule.batch, accidents, extractor, rng)
        rates = (recipe.learning_rate * schedule.warmth(next(steps)) for _ in batches)
        loss, accuracy = _one_epoch(learner, batches, rates, extractor, shape.intents)
        on_epoch(EpochProgress(epoch, schedule.epochs, loss, accuracy, monitor.accuracy(learner)))
    learner.copy_weights_to(model)
    return model


def _accidents(
    material: TrainingData,
    pool: Sequence[tuple[str, ...]],
    extractor: FeatureExtractor,
    recipe: Hyperparameters,
) -> Augmentation | Misspellings:
    """Return what happens to messages while they are learnt.

    Word pieces take long to read, so each message has a few misspelt copies, read once.
    """
    if not isinstance(extractor.pieces, CachedPieceReader):
        return recipe.augmentation
    misspellings = Misspellings.of(material.examples.sentences)
    learnt = (*material.examples.sentences, *material.held_out.sentences, *pool)
    extractor.pieces.cache((*learnt, *misspellings.all()))
    return misspellings


def class_weights(labels: IntArray, intents: int) -> FloatArray:
    """Return a weight per intent, and 1 for the out-of-scope label `intents`: (intents + 1,).

    Rare intents count for more, by the root of the inverse frequency: the full inverse would let
    one pattern outshout fifty.
    """
    taught = labels[labels < intents]
    counts = np.maximum(np.bincount(taught, minlength=intents), 1)
    weights = np.sqrt(counts.sum() / counts)
    return np.append(weights / weights[taught].mean(), 1).astype(np.float32)


def _with_negatives(
    examples: Examples, drawn: Sequence[tuple[str, ...]], out_of_scope: int
) -> Examples:
    labels = np.append(examples.labels, np.full(len(drawn), out_of_scope))
    return Examples((*examples.sentences, *drawn), labels)


def _one_epoch(
    learner: Learner,
    batches: Sequence[Examples],
    rates: Iterable[float],
    extractor: FeatureExtractor,
    intents: int,
) -> tuple[float, float]:
    weights = class_weights(np.concatenate([batch.labels for batch in batches]), intents)
    totals = np.zeros(2)
    for batch, rate in zip(batches, rates, strict=True):
        labels = batch.labels.astype(np.int32)
        # What reads the terms has been solved, and does not learn.
        features = extractor.encode_batch(batch.sentences, with_terms=False)
        inputs = inputs_of(learner.model, features)
        totals += len(batch) * learner.train_on_batch(inputs, labels, weights[labels], rate)
    mean_loss, mean_accuracy = totals / sum(map(len, batches))
    return float(mean_loss), float(mean_accuracy)


def _batches(
    lesson: Examples,
    size: int,
    accidents: Augmentation | Misspellings,
    extractor: FeatureExtractor,
    rng: np.random.Generator,
) -> list[Examples]:
    """Return shuffled batches of similar length: padding costs as much time as words do."""
    changed = tuple(tuple(accidents.apply(words, rng)) for words in lesson.sentences)
    lengths = np.array([extractor.count_steps(words) for words in changed])
    by_length = np.argsort(lengths + rng.uniform(0, 3, len(lengths)))
    rows = [by_length[at : at + size] for at in range(0, len(lengths), size)]
    return [Examples(changed, lesson.labels).take(rows[i]) for i in rng.permutation(len(rows))]

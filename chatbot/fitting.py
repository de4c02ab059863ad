"""The training loop: examples in, a fitted network out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from chatbot.architectures import NetworkShape, bilstm_attention
from chatbot.augmentation import Augmentation
from chatbot.features import FeatureExtractor, WordBatch

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Examples:
    """Messages as words, and the number of the intent of each: shape (n,)."""

    sentences: tuple[tuple[str, ...], ...]
    labels: IntArray

    def __len__(self) -> int:
        return len(self.sentences)

    def take(self, rows: Sequence[int] | IntArray) -> Examples:
        """Return the examples at these rows."""
        return Examples(tuple(self.sentences[i] for i in rows), self.labels[np.asarray(rows, int)])


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is fitted; the defaults were measured on sets of 30 to 15,000 patterns."""

    epochs: int = 28
    batch_size: int = 64
    learning_rate: float = 3e-3
    weight_decay: float = 0.02
    label_smoothing: float = 0.1
    patience: int = 6
    augmentation: Augmentation = field(default_factory=Augmentation)


@dataclass(frozen=True, slots=True)
class EpochResult:
    """Mean loss and accuracy over an epoch; on held-out examples too where there are some."""

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float | None = None
    validation_accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted network and the epoch whose weights it has."""

    model: keras.Model
    epoch: int


def fit(
    examples: Examples,
    held_out: Examples,
    extractor: FeatureExtractor,
    shape: NetworkShape,
    recipe: Recipe,
    seed: int,
    on_epoch: Callable[[EpochResult], None],
) -> Fitted:
    """Return the network at its best epoch: the lowest loss on `held_out`, or else the last.

    Stops early when `held_out` is not empty and its loss has not improved for `recipe.patience`
    epochs. The same seed gives the same weights on the same machine.
    """
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model = _compiled(shape, recipe, len(examples))
    weights = class_weights(examples.labels, shape.intents)
    best_loss, best_epoch, best_weights = np.inf, 0, None
    for epoch in range(1, recipe.epochs + 1):
        loss, accuracy = _one_epoch(model, examples, extractor, recipe, weights, rng)
        if not len(held_out):
            on_epoch(EpochResult(epoch, loss, accuracy))
            continue
        held_out_loss, held_out_accuracy = _evaluate(model, held_out, extractor)
        on_epoch(EpochResult(epoch, loss, accuracy, held_out_loss, held_out_accuracy))
        if held_out_loss < best_loss:
            best_loss, best_epoch, best_weights = held_out_loss, epoch, model.get_weights()
        elif epoch - best_epoch >= recipe.patience:
            break
    if best_weights is None:
        return Fitted(model, recipe.epochs)
    model.set_weights(best_weights)
    return Fitted(model, best_epoch)


def class_weights(labels: IntArray, intents: int) -> FloatArray:
    """Return a weight per intent, mean 1 over the examples: rare intents count for more.

    The root of the inverse frequency: the full inverse lets one pattern outshout fifty.
    """
    counts = np.maximum(np.bincount(labels, minlength=intents), 1)
    weights = np.sqrt(counts.sum() / counts)
    return np.asarray(weights / weights[labels].mean(), np.float32)


def logits(
    model: keras.Model, sentences: Sequence[Sequence[str]], extractor: FeatureExtractor
) -> FloatArray:
    """Return the logits of `sentences`, shape (n, intents)."""
    batches = [
        np.asarray(model(_arrays(extractor.encode_batch(sentences[at : at + 256]))))
        for at in range(0, len(sentences), 256)
    ]
    return np.concatenate(batches)


def _compiled(shape: NetworkShape, recipe: Recipe, examples: int) -> keras.Model:
    model = bilstm_attention(shape)
    steps = recipe.epochs * -(-examples // _batch_size(recipe, examples))
    warm_up = max(1, round(0.08 * steps))
    rate = keras.optimizers.schedules.CosineDecay(
        recipe.learning_rate / 10,
        steps - warm_up,
        alpha=0.1,
        warmup_target=recipe.learning_rate,
        warmup_steps=warm_up,
    )
    optimizer = keras.optimizers.AdamW(rate, weight_decay=recipe.weight_decay, clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    smoothed = keras.losses.CategoricalCrossentropy(
        from_logits=True, label_smoothing=recipe.label_smoothing
    )
    model.compile(optimizer, smoothed, weighted_metrics=["accuracy"])
    return model


def _one_epoch(
    model: keras.Model,
    examples: Examples,
    extractor: FeatureExtractor,
    recipe: Recipe,
    weights: FloatArray,
    rng: np.random.Generator,
) -> tuple[float, float]:
    model.reset_metrics()
    loss = accuracy = 0.0
    for rows in _batches(examples, _batch_size(recipe, len(examples)), rng):
        words = [recipe.augmentation.apply(examples.sentences[i], rng) for i in rows]
        labels = examples.labels[rows]
        loss, accuracy = model.train_on_batch(
            _arrays(extractor.encode_batch(words)),
            keras.utils.to_categorical(labels, len(weights)),
            sample_weight=weights[labels],
        )
    return float(loss), float(accuracy)


def _batches(examples: Examples, size: int, rng: np.random.Generator) -> Iterator[IntArray]:
    """Yield shuffled batches of similar length: padding costs as much time as words do."""
    jitter = rng.uniform(0, 3, len(examples))
    lengths = np.array([len(sentence) for sentence in examples.sentences])
    by_length = np.argsort(lengths + jitter)
    batches = [by_length[at : at + size] for at in range(0, len(by_length), size)]
    for at in rng.permutation(len(batches)):
        yield batches[at]


def _batch_size(recipe: Recipe, examples: int) -> int:
    """Small sets take small batches, so that an epoch still has some 25 steps to learn in."""
    return int(np.clip(2 ** round(np.log2(max(examples, 1) / 25)), 8, recipe.batch_size))


def _evaluate(
    model: keras.Model, examples: Examples, extractor: FeatureExtractor
) -> tuple[float, float]:
    scores = logits(model, examples.sentences, extractor).astype(np.float64)
    log_sum = np.logaddexp.reduce(scores, axis=1)
    right = scores[np.arange(len(examples)), examples.labels]
    accuracy = np.mean(scores.argmax(axis=1) == examples.labels)
    return float(np.mean(log_sum - right)), float(accuracy)


def _arrays(batch: WordBatch) -> list[Any]:
    features = batch.features
    return [features.words, features.stems, features.ngrams, batch.sentences]

"""Hyperparameters, and the resulting training schedule for a number of examples."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import cos, pi

import numpy as np

from chatbot.dataset.augmentation import Augmentation
from chatbot.model.architectures import DISTILLED, FROM_SCRATCH, PRETRAINED

_STEPS_PER_EPOCH = 25
_SMALLEST_BATCH = 8
_FEWEST_EPOCHS = 7
_MANY_PATTERNS = 10
_TERM_SCALES = (4.0, 7.0)
_WARM_UP = 0.08
"""Share of all steps with a rising learning rate."""


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """Hyperparameters of a fit; `epochs` None chooses by the number of examples, 0 learns nothing.

    `negatives` is the number of out-of-scope messages per example, up to `most_negatives` in all.
    `useful_steps` is the number of batches until a network learns no more, in at most
    `most_epochs`. With `linear_heads`, which are solved before, few examples take fewer batches:
    `fewest_steps`, and `steps_per_example` more.
    `term_scale` and `sentence_scale` multiply the logits of the linear heads.
    """

    epochs: int | None = None
    largest_batch: int = 64
    useful_steps: int = 500
    most_epochs: int = 40
    linear_heads: bool = False
    fewest_steps: int = 150
    steps_per_example: int = 2
    learning_rate: float = 3e-3
    weight_decay: float = 0.02
    label_smoothing: float = 0.1
    negatives: float = 0.4
    most_negatives: int = 2500
    term_scale: float = _TERM_SCALES[0]
    sentence_scale: float = 1.5
    augmentation: Augmentation = field(default_factory=Augmentation)

    @classmethod
    def of(
        cls, architecture: str, epochs: int | None, patterns: float = _MANY_PATTERNS
    ) -> Hyperparameters:
        """Return the hyperparameters of an architecture for intents of so many patterns each.

        From few patterns, a network from scratch learns less about words than the head over terms.
        The margins of the head are small then, too: hence the larger scale. The head over vectors
        of an encoder knows the language: the rest has half as much to learn.
        """
        heads = architecture in (FROM_SCRATCH, PRETRAINED, DISTILLED)
        usual = cls(epochs=epochs, linear_heads=heads)
        if architecture == DISTILLED:
            return replace(usual, term_scale=1.0)
        if architecture != PRETRAINED:
            scale = np.clip(usual.term_scale * _MANY_PATTERNS / patterns, *_TERM_SCALES)
            return replace(usual, term_scale=float(scale))
        return replace(
            usual,
            learning_rate=2e-3,
            most_epochs=20,
            fewest_steps=75,
            steps_per_example=1,
            term_scale=3.0,
        )


@dataclass(frozen=True, slots=True)
class TrainingSchedule:
    """Numbers of out-of-scope messages, of epochs and of steps per epoch, and the batch size."""

    negatives: int
    batch_size: int
    steps_per_epoch: int
    epochs: int

    @classmethod
    def of(
        cls, hyperparameters: Hyperparameters, examples: int, taught: int = 0
    ) -> TrainingSchedule:
        """Return the schedule for so many examples: few examples take small batches, often.

        `taught` further messages come with the answers of a teacher.
        """
        negatives = min(round(hyperparameters.negatives * examples), hyperparameters.most_negatives)
        messages = examples + negatives + taught
        even_size = 2 ** round(np.log2(max(messages, 1) / _STEPS_PER_EPOCH))
        batch_size = int(np.clip(even_size, _SMALLEST_BATCH, hyperparameters.largest_batch))
        steps = -(-messages // batch_size)
        useful_epochs = round(_useful_steps(hyperparameters, examples) / steps)
        epochs = int(np.clip(useful_epochs, _FEWEST_EPOCHS, hyperparameters.most_epochs))
        chosen = hyperparameters.epochs
        return cls(negatives, batch_size, steps, epochs if chosen is None else chosen)

    def learning_rate_factor(self, step: int) -> float:
        """Return the share of the learning rate at a step, counted from 0."""
        return warm_cosine(step, self.epochs * self.steps_per_epoch, _WARM_UP, last=0.1)


def warm_cosine(step: int, steps: int, warm_up: float, last: float) -> float:
    """Return the share of a learning rate at a step of `steps`, counted from 0.

    It rises from a tenth in a share of `warm_up` of the steps, then falls to `last` along half a
    cosine (SGDR, Loshchilov & Hutter 2017, https://arxiv.org/abs/1608.03983).
    """
    rising = max(1, round(warm_up * steps))
    if step < rising:
        return 0.1 + 0.9 * step / rising
    done = min(1.0, (step - rising) / max(1, steps - rising))
    return last + (1 - last) * (1 + cos(pi * done)) / 2


def _useful_steps(hyperparameters: Hyperparameters, examples: int) -> int:
    if not hyperparameters.linear_heads:
        return hyperparameters.useful_steps
    steps = hyperparameters.fewest_steps + hyperparameters.steps_per_example * examples
    return min(hyperparameters.useful_steps, steps)

"""How a network is fitted: the settings, and what they come to for so many examples."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from chatbot.augmentation import Augmentation

_USEFUL_STEPS = 550
"""How many batches a network goes on learning from."""

_STEPS_PER_EPOCH = 25
_SMALLEST_BATCH = 8
_FEWEST_EPOCHS, _MOST_EPOCHS = 12, 40


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is fitted; `epochs` None chooses by the number of examples.

    `negatives` is the number of out-of-scope messages per example, `branch_loss` the weight of
    the losses of the two branches beside the joint one.
    """

    epochs: int | None = None
    largest_batch: int = 128
    learning_rate: float = 3e-3
    weight_decay: float = 0.02
    label_smoothing: float = 0.1
    branch_loss: float = 0.5
    patience: int = 10
    negatives: float = 0.4
    augmentation: Augmentation = field(default_factory=Augmentation)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How many out-of-scope messages, how large a batch, how many batches and epochs."""

    negatives: int
    batch: int
    steps: int
    epochs: int

    @classmethod
    def of(cls, recipe: Recipe, examples: int) -> Schedule:
        """Return the schedule for so many examples: few of them take small batches, often."""
        negatives = round(recipe.negatives * examples)
        messages = examples + negatives
        wanted = 2 ** round(np.log2(max(messages, 1) / _STEPS_PER_EPOCH))
        batch = int(np.clip(wanted, _SMALLEST_BATCH, recipe.largest_batch))
        steps = -(-messages // batch)
        useful = int(np.clip(round(_USEFUL_STEPS / steps), _FEWEST_EPOCHS, _MOST_EPOCHS))
        return cls(negatives, batch, steps, recipe.epochs or useful)

"""How a network is fitted: the settings, and what they come to for so many examples."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import cos, pi

import numpy as np

from chatbot.dataset.augmentation import Augmentation
from chatbot.model.architectures import PRETRAINED

_STEPS_PER_EPOCH = 25
_SMALLEST_BATCH = 8
_FEWEST_EPOCHS = 7
_MANY_PATTERNS = 10
_TERM_VOTES = (4.0, 7.0)
_WARM_UP = 0.08
"""The share of all steps in which the learning rate rises."""


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """How a network is fitted; `epochs` None chooses by the number of examples.

    `negatives` is the number of out-of-scope messages per example, of which there are at most
    `most_negatives`. `useful_steps` is how many batches a network goes on learning from, in at
    most `most_epochs`. `term_votes` and `sentence_votes` are by how much the linear branches are
    multiplied.
    """

    epochs: int | None = None
    largest_batch: int = 64
    useful_steps: int = 500
    most_epochs: int = 40
    learning_rate: float = 3e-3
    weight_decay: float = 0.02
    label_smoothing: float = 0.1
    negatives: float = 0.4
    most_negatives: int = 2500
    term_votes: float = _TERM_VOTES[0]
    sentence_votes: float = 1.5
    augmentation: Augmentation = field(default_factory=Augmentation)

    @classmethod
    def of(
        cls, architecture: str, epochs: int | None, patterns: float = _MANY_PATTERNS
    ) -> Hyperparameters:
        """Return the recipe of an architecture for so many patterns of an intent, on average.

        Of few, a network from scratch learns less about words than the terms say, whose margins are
        small then, too.
        """
        usual = cls(epochs=epochs)
        if architecture != PRETRAINED:
            votes = np.clip(usual.term_votes * _MANY_PATTERNS / patterns, *_TERM_VOTES)
            return replace(usual, term_votes=float(votes))
        return replace(usual, learning_rate=2e-3, most_epochs=20, term_votes=3.0)


@dataclass(frozen=True, slots=True)
class TrainingSchedule:
    """How many out-of-scope messages, how large a batch, how many batches and epochs."""

    negatives: int
    batch: int
    steps: int
    epochs: int

    @classmethod
    def of(cls, recipe: Hyperparameters, examples: int) -> TrainingSchedule:
        """Return the schedule for so many examples: few of them take small batches, often."""
        negatives = min(round(recipe.negatives * examples), recipe.most_negatives)
        messages = examples + negatives
        wanted = 2 ** round(np.log2(max(messages, 1) / _STEPS_PER_EPOCH))
        batch = int(np.clip(wanted, _SMALLEST_BATCH, recipe.largest_batch))
        steps = -(-messages // batch)
        useful = int(
            np.clip(round(recipe.useful_steps / steps), _FEWEST_EPOCHS, recipe.most_epochs)
        )
        return cls(negatives, batch, steps, recipe.epochs or useful)

    def warmth(self, step: int) -> float:
        """Return the share of the learning rate at a step, counted from 0.

        It rises from a tenth, then falls to a tenth along half a cosine (SGDR, Loshchilov & Hutter
        2017, https://arxiv.org/abs/1608.03983).
        """
        steps = self.epochs * self.steps
        warm_up = max(1, round(_WARM_UP * steps))
        if step < warm_up:
            return 0.1 + 0.9 * step / warm_up
        done = min(1.0, (step - warm_up) / max(1, steps - warm_up))
        return 0.1 + 0.9 * (1 + cos(pi * done)) / 2

"""Small accidents that happen to real messages, for training on patterns that have none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_SHORTEST_MISSPELT = 4


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How often a word is lost and how often it is misspelt, as probabilities."""

    word_dropout: float = 0.15
    typo: float = 0.1

    def apply(self, words: Sequence[str], rng: np.random.Generator) -> list[str]:
        """Return a copy of `words` with accidents; at least one word stays."""
        dice = rng.random((2, len(words)))
        kept = [
            misspell(word, rng) if dice[1, i] < self.typo else word
            for i, word in enumerate(words)
            if dice[0, i] >= self.word_dropout
        ]
        return kept or list(words)


def misspell(word: str, rng: np.random.Generator) -> str:
    """Return `word` with one letter lost, doubled or swapped; short words stay as they are."""
    if len(word) < _SHORTEST_MISSPELT:
        return word
    at = int(rng.integers(1, len(word) - 1))
    kind = rng.integers(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

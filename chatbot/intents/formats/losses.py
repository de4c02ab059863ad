"""Losses of an import, counted by their kinds."""

from __future__ import annotations

from collections import Counter

from chatbot.intents.formats.imported import Loss, LossKind


class LossCounter:
    """Number of the things of each kind that are not carried over, and the first of each."""

    def __init__(self) -> None:
        self._counts: Counter[LossKind] = Counter()
        self._examples: dict[LossKind, str] = {}

    def lose(self, kind: LossKind, example: str = "", count: int = 1) -> None:
        """Count something that is not carried over."""
        if count:
            self._counts[kind] += count
            self._examples.setdefault(kind, example)

    def losses(self) -> tuple[Loss, ...]:
        """The losses, the most frequent first."""
        counts = self._counts.most_common()
        return tuple(Loss(kind, count, self._examples[kind]) for kind, count in counts)

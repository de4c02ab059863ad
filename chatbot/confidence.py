"""When an answer is trusted: a threshold that held-out messages choose, not the author."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import TypeAdapter

MOST_REFUSED = 0.08
"""The largest share of right answers that may be lost to the fallback, so that wrong ones are."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Trusts an answer whose confidence reaches `threshold`."""

    threshold: float

    def trusts(self, confidence: float) -> bool:
        """True when an answer of this confidence should be given."""
        return confidence >= self.threshold

    @classmethod
    def fit(cls, right: Sequence[float], wrong: Sequence[float] = ()) -> Guard:
        """Return the guard that tells right answers from wrong ones best.

        Takes the confidences of both on messages that were held out of training; every answer to
        an off-topic message is wrong. The threshold has the largest sum of the shares kept and
        refused (Youden's J), and refuses at most `MOST_REFUSED` of the right answers (rounded up
        to whole ones); where there are no wrong ones, just that.
        """
        highest = float(np.quantile(right, MOST_REFUSED))
        choices = [c for c in (*right, *wrong) if c <= highest] if len(wrong) else []
        if not choices:
            return cls(highest)
        kept, refused = np.asarray(right), np.asarray(wrong)
        gains = [np.mean(kept >= choice) + np.mean(refused < choice) for choice in choices]
        return cls(float(choices[int(np.argmax(gains))]))

    def to_json(self) -> str:
        """Return the guard as a JSON text, from which `from_json` makes an equal one."""
        return _GUARD.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Guard:
        """Return the guard that `to_json` wrote."""
        return _GUARD.validate_json(text)


_GUARD = TypeAdapter(Guard)

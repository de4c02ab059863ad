"""Reasons for a review of a message."""

from typing import Literal

Reason = Literal[
    "thumbs_down",
    "fallback",
    "asked_back",
    "repeated",
    "disagreement",
    "person",
    "small_margin",
    "low_confidence",
]

WEIGHTS: dict[Reason, int] = {
    "thumbs_down": 5,
    "fallback": 4,
    "asked_back": 3,
    "repeated": 3,
    "disagreement": 3,
    "person": 2,
    "small_margin": 2,
    "low_confidence": 2,
}
"""Worth of reviewing a message: the weight of the weightiest reason."""
NAMES: dict[Reason, str] = {
    "thumbs_down": "thumbs-down",
    "fallback": "fallback",
    "asked_back": "asked back",
    "repeated": "sent again",
    "disagreement": "the previous model disagrees",
    "person": "a person answered",
    "small_margin": "two intents nearly tied",
    "low_confidence": "barely sure",
}

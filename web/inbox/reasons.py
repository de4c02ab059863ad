"""Reasons for a review of a message."""

from typing import Literal

from web.http.translation import later

Reason = Literal[
    "thumbs_down",
    "fallback",
    "picked",
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
    "picked": 4,
    "asked_back": 3,
    "repeated": 3,
    "disagreement": 3,
    "person": 2,
    "small_margin": 2,
    "low_confidence": 2,
}
"""Worth of reviewing a message: the weight of the weightiest reason."""
NAMES: dict[Reason, str] = {
    "thumbs_down": later("thumbs-down"),
    "fallback": later("fallback"),
    "picked": later("picked from the question back"),
    "asked_back": later("asked back"),
    "repeated": later("sent again"),
    "disagreement": later("the previous model disagrees"),
    "person": later("a person answered"),
    "small_margin": later("two intents nearly tied"),
    "low_confidence": later("barely sure"),
}

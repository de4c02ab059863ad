"""Reasons of the quality gate against a new model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chatbot.evaluation.intent_tests import FailedTest


@dataclass(frozen=True, slots=True)
class Rejection:
    """Reason against a new model, beside the live `version`.

    `understands_nothing` is about a first model and has no parameters. `tests` counts the tests
    newly failing or passing, of a `total`, with the first failing test. `macro_f1` and `fallback`
    hold the figures of both models on a `total` of patterns. `text` is a sentence stored by an
    earlier release. Raises ValueError for failing tests without the first of them.
    """

    kind: Literal["understands_nothing", "tests", "macro_f1", "fallback", "text"]
    version: int = 0
    total: int = 0
    newly_failing: int = 0
    newly_passing: int = 0
    first: FailedTest | None = None
    new: float = 0.0
    live: float = 0.0
    text: str = ""

    def __post_init__(self) -> None:
        if self.kind == "tests" and self.first is None:
            raise ValueError("the first failing test is missing")

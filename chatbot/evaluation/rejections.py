"""Reasons of the quality gate against a new model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chatbot.evaluation.intent_tests import FailedTest


@dataclass(frozen=True, slots=True)
class Rejection:
    """Reason against a new model, beside the live `version`.

    `understands_nothing` is about a first model and has no parameters. `tests` counts, of
    `asked` tests, those that `newly_failing` or pass, with the first that fails. `macro_f1` and
    `fallback` hold the figures of both models on `asked` patterns. `text` is a sentence of an
    earlier release, which stored nothing else.
    """

    kind: Literal["understands_nothing", "tests", "macro_f1", "fallback", "text"]
    version: int = 0
    asked: int = 0
    newly_failing: int = 0
    newly_passing: int = 0
    first: FailedTest | None = None
    new: float = 0.0
    live: float = 0.0
    text: str = ""

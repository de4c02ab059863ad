"""Diagnosis: the result of a check."""

from dataclasses import dataclass
from typing import Literal

State = Literal["fine", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """State of a subject in a sentence, and the remedy, empty where nothing is to be done."""

    subject: str
    state: State
    sentence: str
    remedy: str = ""


def fine(subject: str, sentence: str) -> Diagnosis:
    """Diagnosis without anything to do."""
    return Diagnosis(subject, "fine", sentence)


def warning(subject: str, sentence: str, remedy: str) -> Diagnosis:
    """Diagnosis of a state that works, and may be unintended."""
    return Diagnosis(subject, "warning", sentence, remedy)


def problem(subject: str, sentence: str, remedy: str) -> Diagnosis:
    """Diagnosis of a state that keeps messages from answers, or data from safety."""
    return Diagnosis(subject, "problem", sentence, remedy)

"""Wording of evaluations, for reports and for the terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbot.evaluation.learning_curve import MORE
from web.training.wording.advice import advice_sentence

if TYPE_CHECKING:
    from chatbot.evaluation.evaluation import Evaluation
    from chatbot.evaluation.learning_curve import ExpectedGain


def gain_sentence(gain: ExpectedGain, *, largest: bool) -> str:
    """Sentence for people about an expected gain, maybe the largest of all."""
    return (
        f"{MORE} more patterns in {gain.intent} would help{' most' if largest else ''}: with"
        f" {gain.patterns}, {gain.recall:.0%} of its messages are understood, and about"
        f" {gain.expected:.0%} would be."
    )


def gain_sentences(gains: Sequence[ExpectedGain]) -> list[str]:
    """Sentences about expected gains, the largest first."""
    return [gain_sentence(gain, largest=not number) for number, gain in enumerate(gains)]


def worded_json(evaluation: Evaluation) -> str:
    """JSON of an evaluation, with a `sentence` beside each advice and each expected gain."""
    document = json.loads(evaluation.to_json())
    for advice, value in zip(evaluation.advice, document["advice"], strict=True):
        value["sentence"] = advice_sentence(advice)
    if evaluation.learning_curve:
        gains = evaluation.learning_curve.growth
        values = document["learning_curve"]["growth"]
        for sentence, value in zip(gain_sentences(gains), values, strict=True):
            value["sentence"] = sentence
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"

"""Every pattern has its say about what was learnt without it."""

import numpy as np
import pytest

from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.training.config import TrainingConfig
from chatbot.training.task import TrainingTask
from chatbot.training.validation import ValidationResult, judge

CONFIG = TrainingConfig(epochs=2, architecture="wide_deep")


@pytest.fixture(scope="module")
def verdict(small_intents: IntentSet) -> ValidationResult:
    subject = TrainingTask.of(small_intents, CONFIG)
    return judge(subject, np.arange(len(subject.examples)), 1, 0.1, lambda _: lambda _: None)


def test_a_verdict_is_about_every_pattern(
    verdict: ValidationResult, small_intents: IntentSet
) -> None:
    assert verdict.messages == sum(len(intent.patterns) for intent in small_intents)
    assert 0.5 < verdict.accuracy < 1
    understood = verdict.accuracy
    assert verdict.calibration.coverage == pytest.approx(understood + (1 - understood) / 4)
    assert verdict.calibration.detector.false_rejection_rate == 0.1


def test_what_cannot_be_spared_is_asked_with_typing_errors(small_intents: IntentSet) -> None:
    few = IntentSet((Intent("a", patterns=("opening hours",)), Intent("b", patterns=("refund",))))
    found = judge(TrainingTask.of(few, CONFIG), np.arange(2), 1, 0.05, lambda _: lambda _: None)
    assert found.messages == 0
    assert np.isfinite(found.calibration.detector.threshold)

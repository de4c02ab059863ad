"""A confidence is compared with what comes true."""

import numpy as np
import pytest
from hypothesis import given

from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.reliability import reliability
from tests.support.bot_answers import IN_SCOPE, answer


def test_the_error_is_the_mean_gap_of_the_bins() -> None:
    outcomes = [
        *[answer("apple", "apple", confidence=0.8)] * 3,
        *[answer("apple", "pear", confidence=0.8)] * 1,
        *[answer("apple", "pear", confidence=0.25)] * 4,
        *[answer(None, "pear", confidence=0.99)] * 9,
    ]
    diagram = reliability(outcomes)
    assert diagram.ece == pytest.approx((0.05 + 0.25) / 2)
    assert [(bin_.low, bin_.high, bin_.messages) for bin_ in diagram.bins] == [
        (0.2, 0.3, 4),
        (0.8, 0.9, 4),
    ]
    assert [bin_.accuracy for bin_ in diagram.bins] == [0, 0.75]


def test_who_is_sure_and_right_has_no_error() -> None:
    diagram = reliability([answer("apple", "apple", confidence=1.0)] * 5)
    assert diagram.ece == 0
    assert diagram.bins[0].high == 1


@given(IN_SCOPE)
def test_bins_hold_every_message_and_their_own_confidences(outcomes: list[Outcome]) -> None:
    diagram = reliability(outcomes)
    assert sum(bin_.messages for bin_ in diagram.bins) == len(outcomes)
    assert 0 <= diagram.ece <= 1
    assert all(bin_.low - 1e-9 <= bin_.confidence <= bin_.high + 1e-9 for bin_ in diagram.bins)
    overall = np.mean([outcome.confidence for outcome in outcomes]) - np.mean(
        [outcome.correct for outcome in outcomes]
    )
    assert diagram.ece >= abs(overall) - 1e-9

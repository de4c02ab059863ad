"""A confidence is compared with what comes true."""

import numpy as np
import pytest
from hypothesis import given

from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.reliability import reliability
from tests.support.bot_answers import IN_SCOPE, answer


def test_the_error_is_the_mean_gap_of_the_bins() -> None:
    judged = [
        *[answer("apple", "apple", confidence=0.8)] * 3,
        *[answer("apple", "pear", confidence=0.8)] * 1,
        *[answer("apple", "pear", confidence=0.25)] * 4,
        *[answer(None, "pear", confidence=0.99)] * 9,
    ]
    found = reliability(judged)
    assert found.ece == pytest.approx((0.05 + 0.25) / 2)
    assert [(bin_.low, bin_.high, bin_.messages) for bin_ in found.bins] == [
        (0.2, 0.3, 4),
        (0.8, 0.9, 4),
    ]
    assert [bin_.accuracy for bin_ in found.bins] == [0, 0.75]


def test_who_is_sure_and_right_has_no_error() -> None:
    found = reliability([answer("apple", "apple", confidence=1.0)] * 5)
    assert found.ece == 0
    assert found.bins[0].high == 1


@given(IN_SCOPE)
def test_bins_hold_every_message_and_their_own_confidences(judged: list[Outcome]) -> None:
    found = reliability(judged)
    assert sum(bin_.messages for bin_ in found.bins) == len(judged)
    assert 0 <= found.ece <= 1
    assert all(bin_.low - 1e-9 <= bin_.confidence <= bin_.high + 1e-9 for bin_ in found.bins)
    overall = np.mean([outcome.confidence for outcome in judged]) - np.mean(
        [outcome.right for outcome in judged]
    )
    assert found.ece >= abs(overall) - 1e-9

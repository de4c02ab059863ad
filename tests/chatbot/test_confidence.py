"""The threshold keeps right answers and refuses answers to off-topic messages."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.confidence import MOST_REFUSED, Guard

CONFIDENCES = st.lists(st.floats(0, 1), min_size=1, max_size=80)


def test_off_topic_messages_are_refused_where_they_can_be_told_apart() -> None:
    guard = Guard.fit([0.9, 0.8, 0.7], [0.1, 0.3, 0.6])
    assert all(map(guard.trusts, [0.9, 0.8, 0.7]))
    assert not any(map(guard.trusts, [0.1, 0.3, 0.6]))


@given(CONFIDENCES, CONFIDENCES)
def test_right_answers_are_hardly_ever_refused(right: list[float], off_topic: list[float]) -> None:
    for guard in (Guard.fit(right, off_topic), Guard.fit(right)):
        refused = [confidence for confidence in right if not guard.trusts(confidence)]
        assert len(refused) <= ceil(MOST_REFUSED * len(right))


def test_a_right_answer_is_given_up_for_many_off_topic_ones() -> None:
    guard = Guard.fit([0.2] + [0.9] * 39, [0.3, 0.4, 0.5])
    assert guard.trusts(0.9)
    assert not guard.trusts(0.5)


@given(CONFIDENCES, CONFIDENCES)
def test_no_threshold_tells_the_two_apart_better(
    right: list[float], off_topic: list[float]
) -> None:
    chosen = Guard.fit(right, off_topic)
    for threshold in [*right, *off_topic]:
        other = Guard(threshold)
        if _share_refused(other, right) < MOST_REFUSED:
            assert _youden(chosen, right, off_topic) >= _youden(other, right, off_topic) - 1e-9


@given(st.lists(st.floats(0, 1), min_size=30, max_size=80, unique=True))
def test_without_off_topic_messages_the_weakest_answers_are_refused(right: list[float]) -> None:
    guard = Guard.fit(right)
    assert 0 < _share_refused(guard, right) <= MOST_REFUSED + 1 / len(right)


def test_one_answer_is_enough_to_choose() -> None:
    assert Guard.fit([0.4]).trusts(0.4)
    assert not Guard.fit([0.4]).trusts(0.3)
    assert Guard.fit([0.4], [0.9]).trusts(0.4)


@given(st.floats(0, 1))
def test_the_threshold_itself_is_trusted(threshold: float) -> None:
    assert Guard(threshold).trusts(threshold)
    assert not Guard(threshold).trusts(np.nextafter(threshold, -1))


@given(st.floats(0, 1))
def test_a_guard_survives_saving(threshold: float) -> None:
    assert Guard.from_json(Guard(threshold).to_json()) == Guard(threshold)


@pytest.mark.parametrize("text", ["", "{}", '{"threshold": "high"}', "[0.5]"])
def test_what_is_no_guard_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)guard|json"):
        Guard.from_json(text)


def _share_refused(guard: Guard, confidences: list[float]) -> float:
    return float(np.mean([not guard.trusts(confidence) for confidence in confidences]))


def _youden(guard: Guard, right: list[float], off_topic: list[float]) -> float:
    return _share_refused(guard, off_topic) - _share_refused(guard, right)

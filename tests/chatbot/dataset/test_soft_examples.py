"""Messages with probabilities to learn."""

import numpy as np
import pytest

from chatbot.dataset.examples import Examples
from chatbot.dataset.soft_examples import SoftExamples

LABELLED = Examples((("hello",), ("where", "is", "it")), np.array([0, 2], np.int64))
WEIGHTS = np.array([0.5, 1.5, 1], np.float32)
SMOOTHED = SoftExamples.of_labels(LABELLED, WEIGHTS, 0.3)


def test_a_label_has_most_of_the_probability_and_its_weight() -> None:
    expected = np.array([[0.8, 0.1, 0.1], [0.1, 0.1, 0.8]])
    assert pytest.approx(expected, abs=1e-6) == SMOOTHED.targets
    assert SMOOTHED.weights.tolist() == [0.5, 1]


def test_examples_of_labels_and_of_a_teacher_are_joined_and_taken() -> None:
    answers = np.array([[0.2, 0.5, 0.3]], np.float32)
    taught = SoftExamples((("so", "what"),), answers, np.ones(1, np.float32))
    last = (SMOOTHED + taught).take(np.array([2, 0]))
    assert last.sentences == (("so", "what"), ("hello",))
    assert np.array_equal(last.targets, [answers[0], SMOOTHED.targets[0]])
    assert last.weights.tolist() == [1, 0.5]
    assert len(SMOOTHED + SoftExamples.none(3)) == 2

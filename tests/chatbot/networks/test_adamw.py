"""The optimizer against the one of Keras, which takes several times as long."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from chatbot.networks.adamw import AdamW
from chatbot.training.hyperparameters import Hyperparameters, TrainingSchedule

RATE, DECAY = 0.01, 0.02


def variables() -> list[keras.Variable]:
    rng = np.random.default_rng(1)
    return [
        keras.Variable(rng.normal(size=(5, 4)), dtype="float32", name="kernel"),
        keras.Variable(rng.normal(size=(4,)), dtype="float32", name="bias"),
    ]


def gradients(step: int) -> list[tf.Tensor]:
    """Some longer than 1, some shorter."""
    rng = np.random.default_rng(step)
    length = 10.0 ** rng.integers(-3, 2)
    return [tf.constant(length * rng.normal(size=shape), tf.float32) for shape in ((5, 4), (4,))]


def test_it_goes_where_keras_goes() -> None:
    theirs, ours = variables(), variables()
    reference = keras.optimizers.AdamW(RATE, weight_decay=DECAY, clipnorm=1.0)
    reference.exclude_from_weight_decay(var_names=["bias"])
    optimizer = AdamW(ours, DECAY)
    for step in range(30):
        reference.apply_gradients(zip(gradients(step), theirs, strict=True))
        optimizer.apply(gradients(step), RATE)
    for one, other, first in zip(ours, theirs, variables(), strict=True):
        assert one.numpy() == pytest.approx(other.numpy(), abs=1e-5)
        assert np.abs(one.numpy() - first.numpy()).max() > 0.01


def test_a_row_that_occurs_twice_in_a_batch_moves_by_both_gradients() -> None:
    (one, _), (other, _) = variables(), variables()
    twice = tf.IndexedSlices(tf.fill((2, 4), 0.01), tf.constant([3, 3]), tf.constant([5, 4]))
    AdamW([one], DECAY).apply([twice], RATE)
    AdamW([other], DECAY).apply([tf.convert_to_tensor(twice)], RATE)
    assert one.numpy() == pytest.approx(other.numpy(), abs=1e-7)


def test_started_again_it_does_the_same() -> None:
    ours, again = variables(), variables()
    optimizer = AdamW(ours, DECAY)
    for step in range(3):
        optimizer.apply(gradients(step), RATE)
    moved = [each.numpy() for each in ours]
    for one, first in zip(ours, again, strict=True):
        one.assign(first)
    optimizer.restart()
    for step in range(3):
        optimizer.apply(gradients(step), RATE)
    assert all(map(np.array_equal, moved, [each.numpy() for each in ours]))


@pytest.mark.parametrize("examples", [10, 300, 15_000])
def test_the_rate_rises_and_falls_as_that_of_keras(examples: int) -> None:
    schedule = TrainingSchedule.of(Hyperparameters(), examples)
    steps = schedule.epochs * schedule.steps
    warm_up = max(1, round(0.08 * steps))
    reference = keras.optimizers.schedules.CosineDecay(
        RATE / 10, steps - warm_up, alpha=0.1, warmup_target=RATE, warmup_steps=warm_up
    )
    theirs = [float(reference(step)) for step in range(steps)]
    assert [RATE * schedule.warmth(step) for step in range(steps)] == pytest.approx(
        theirs, rel=1e-3, abs=RATE / 1000
    )

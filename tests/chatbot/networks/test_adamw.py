"""AdamW against the optimizer of Keras."""

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
    """Return random gradients, some longer than 1, some shorter."""
    rng = np.random.default_rng(step)
    length = 10.0 ** rng.integers(-3, 2)
    return [tf.constant(length * rng.normal(size=shape), tf.float32) for shape in ((5, 4), (4,))]


def test_the_steps_equal_those_of_keras() -> None:
    expected, actual = variables(), variables()
    reference = keras.optimizers.AdamW(RATE, weight_decay=DECAY, clipnorm=1.0)
    reference.exclude_from_weight_decay(var_names=["bias"])
    optimizer = AdamW(actual, DECAY)
    for step in range(30):
        reference.apply_gradients(zip(gradients(step), expected, strict=True))
        optimizer.apply(gradients(step), RATE)
    for variable, reference_variable, start in zip(actual, expected, variables(), strict=True):
        assert variable.numpy() == pytest.approx(reference_variable.numpy(), abs=1e-5)
        assert np.abs(variable.numpy() - start.numpy()).max() > 0.01


def test_a_row_that_occurs_twice_in_a_batch_moves_by_both_gradients() -> None:
    (sparse, _), (dense, _) = variables(), variables()
    gradient = tf.IndexedSlices(tf.fill((2, 4), 0.01), tf.constant([3, 3]), tf.constant([5, 4]))
    AdamW([sparse], DECAY).apply([gradient], RATE)
    AdamW([dense], DECAY).apply([tf.convert_to_tensor(gradient)], RATE)
    assert sparse.numpy() == pytest.approx(dense.numpy(), abs=1e-7)


def test_a_restart_repeats_the_steps() -> None:
    trained = variables()
    optimizer = AdamW(trained, DECAY)
    for step in range(3):
        optimizer.apply(gradients(step), RATE)
    expected = [variable.numpy() for variable in trained]
    for variable, start in zip(trained, variables(), strict=True):
        variable.assign(start)
    optimizer.restart()
    for step in range(3):
        optimizer.apply(gradients(step), RATE)
    assert all(map(np.array_equal, expected, [variable.numpy() for variable in trained]))


@pytest.mark.parametrize("examples", [10, 300, 15_000])
def test_the_rate_rises_and_falls_as_that_of_keras(examples: int) -> None:
    schedule = TrainingSchedule.of(Hyperparameters(), examples)
    steps = schedule.epochs * schedule.steps_per_epoch
    warm_up = max(1, round(0.08 * steps))
    reference = keras.optimizers.schedules.CosineDecay(
        RATE / 10, steps - warm_up, alpha=0.1, warmup_target=RATE, warmup_steps=warm_up
    )
    expected = [float(reference(step)) for step in range(steps)]
    rates = [RATE * schedule.learning_rate_factor(step) for step in range(steps)]
    assert rates == pytest.approx(expected, rel=1e-3, abs=RATE / 1000)

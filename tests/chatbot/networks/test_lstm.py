"""LSTM: states, gradients and masks as of the LSTM of Keras, and weights that fit both."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from chatbot.networks.lstm import LSTM

UNITS, SIZE, TIME = 5, 3, 7
LENGTHS = (7, 4, 1)
TOLERANCE = 1e-5

rng = np.random.default_rng(0)
VECTORS = rng.normal(size=(len(LENGTHS), TIME, SIZE)).astype(np.float32)
PADDING_AT_THE_END = np.arange(TIME) < np.array(LENGTHS)[:, None]
FIRST_STATES = rng.normal(size=(2, len(LENGTHS), UNITS)).astype(np.float32)


def twins(**options: Any) -> tuple[Any, Any]:
    """Return the LSTM of Keras and ours with the same weights."""
    reference, ours = layers.LSTM(UNITS, **options), LSTM(UNITS, **options)
    reference.build((None, None, SIZE))
    ours.build((None, None, SIZE))
    reference.set_weights([rng.normal(size=array.shape) for array in reference.get_weights()])
    ours.set_weights(reference.get_weights())
    return reference, ours


def results_and_gradients(layer: Any, mask: Any) -> list[Any]:
    """Return all results of the layer, and the gradients of a sum that weighs them differently."""
    # For padding before the first word Keras returns zeros in place of the initial state.
    states = [tf.constant(state) for state in FIRST_STATES] if mask is None else []
    vectors = tf.constant(VECTORS)
    with tf.GradientTape() as tape:
        tape.watch([vectors, *states])
        results = layer(vectors, initial_state=states or None, mask=mask)
        weights = [np.sin(np.arange(r.numpy().size)).reshape(r.shape) for r in results]
        total = tf.add_n(
            [tf.reduce_sum(r * w.astype("f")) for r, w in zip(results, weights, strict=True)]
        )
    variables = [variable.value for variable in layer.trainable_variables]
    return [*results, *tape.gradient(total, [vectors, *states, *variables])]


@pytest.mark.parametrize("mask", [None, PADDING_AT_THE_END, PADDING_AT_THE_END[:, ::-1]])
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("sequences", [False, True])
def test_results_and_gradients_are_those_of_keras(
    mask: Any, backwards: bool, sequences: bool
) -> None:
    options = {"return_sequences": sequences, "go_backwards": backwards, "return_state": True}
    expected, actual = (results_and_gradients(layer, mask) for layer in twins(**options))
    assert len(expected) == len(actual)
    for expected_array, actual_array in zip(expected, actual, strict=True):
        np.testing.assert_allclose(actual_array, expected_array, rtol=TOLERANCE, atol=TOLERANCE)


def test_a_bidirectional_layer_has_the_states_of_keras() -> None:
    reference, ours = (
        layers.Bidirectional(kind(UNITS, return_sequences=True)) for kind in (layers.LSTM, LSTM)
    )
    expected = reference(VECTORS, mask=PADDING_AT_THE_END)
    ours.build(VECTORS.shape)
    ours.set_weights(reference.get_weights())
    actual = ours(VECTORS, mask=PADDING_AT_THE_END)
    np.testing.assert_allclose(actual, expected, rtol=TOLERANCE, atol=TOLERANCE)


def test_a_saved_layer_is_read_again(tmp_path: Any) -> None:
    inputs = keras.Input((None, SIZE))
    model = keras.Model(inputs, layers.Bidirectional(LSTM(UNITS))(inputs))
    model.save(tmp_path / "model.keras")
    restored = keras.models.load_model(tmp_path / "model.keras")
    assert isinstance(restored.layers[-1].forward_layer, LSTM)
    np.testing.assert_allclose(restored(VECTORS), model(VECTORS))

"""LSTM with few operations per step, in training as well."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf
from keras import layers


@keras.saving.register_keras_serializable("recollect")
class LSTM(layers.LSTM):  # type: ignore[misc]
    """LSTM of Keras with the same weights and results, in about half the time.

    Keras multiplies the vectors of a step by the weights, and adds up the gradient of the weights
    step by step. Here a single product serves all steps, forward and backward, and the loop is
    left with the recurrent product. Ignores dropout.
    """

    def inner_loop(
        self, sequences: Any, initial_state: Any, mask: Any, **_training: bool
    ) -> tuple[Any, Any, list[Any]]:
        """Return the last state, the states (batch, time, units), and the states of the cell."""
        if mask is None:
            mask = tf.ones(tf.shape(sequences)[:2], tf.bool)
        steps, real = tf.transpose(sequences, (1, 0, 2)), tf.transpose(mask)[..., None]
        if self.go_backwards:
            steps, real = tf.reverse(steps, [0]), tf.reverse(real, [0])
        projected = tf.tensordot(steps, self.cell.kernel, 1) + self.cell.bias
        recurrent = tf.convert_to_tensor(self.cell.recurrent_kernel)
        hidden, cells = _recurrence(real)(projected, recurrent, *initial_state)
        outputs = hidden * tf.cast(real, tf.float32) if self.zero_output_for_mask else hidden
        return hidden[-1], tf.transpose(outputs, (1, 0, 2)), [hidden[-1], cells[-1]]


def _recurrence(real: Any) -> Any:
    """Return the function of the recurrent part, for `real` (time, batch, 1): False for padding.

    The function takes the inputs of the gates i, f, c, o without the recurrent part, shape
    (time, batch, 4 * units), the recurrent weights (units, 4 * units), and first states
    (batch, units); returns hidden states and cell states, shape (time, batch, units). Padding
    leaves states unchanged.
    Backpropagation through time: Hochreiter & Schmidhuber 1997, with the gates of Gers et al. 2000
    (https://doi.org/10.1162/089976600300015015).
    """

    @tf.custom_gradient  # type: ignore[untyped-decorator]
    def recurrence(projected: Any, recurrent: Any, hidden: Any, cell: Any) -> Any:
        states = _forward(projected, recurrent, real, hidden, cell)
        hiddens, cells = states[:2]

        def gradient(hiddens_gradient: Any, cells_gradient: Any) -> tuple[Any, ...]:
            earlier = [
                tf.concat([first[None], later[:-1]], 0)
                for first, later in ((hidden, hiddens), (cell, cells))
            ]
            factors = _factors(states, earlier[1], tf.cast(real, tf.float32))
            gradients = tf.concat([hiddens_gradient, cells_gradient], -1)
            by_gate, *by_state = _backward(gradients, factors, recurrent)
            flat = (tf.reshape(part, (-1, part.shape[-1])) for part in (earlier[0], by_gate))
            return by_gate, tf.matmul(*flat, transpose_a=True), *by_state

        return (hiddens, cells), gradient

    return recurrence


def _forward(projected: Any, recurrent: Any, real: Any, hidden: Any, cell: Any) -> list[Any]:
    """Return hidden states, cell states, and the gates i, f, c, o: (time, batch, units) of each."""
    units = recurrent.shape[0]
    time = tf.shape(projected)[0]
    inputs, words = _by_step(projected, time), _by_step(real, time)
    outputs = tf.TensorArray(tf.float32, time, element_shape=(None, 6 * units))

    def step(at: Any, hidden: Any, cell: Any, outputs: Any) -> tuple[Any, ...]:
        gates = tf.split(inputs.read(at) + tf.matmul(hidden, recurrent), 4, -1)
        i, f, o = (tf.sigmoid(gates[number]) for number in (0, 1, 3))
        c = tf.tanh(gates[2])
        word = words.read(at)
        new_cell = f * cell + i * c
        hidden = tf.where(word, o * tf.tanh(new_cell), hidden)
        cell = tf.where(word, new_cell, cell)
        return at + 1, hidden, cell, outputs.write(at, tf.concat([hidden, cell, i, f, c, o], -1))

    *_, outputs = tf.while_loop(lambda at, *_: at < time, step, (0, hidden, cell, outputs))
    return list(tf.split(outputs.stack(), 6, -1))


def _factors(states: list[Any], earlier_cells: Any, real: Any) -> Any:
    """Derivatives that need no loop, one after the other: (time, batch, 7 * units).

    Of the new cell by the cell, i, f and c before activation; of the hidden state by the new cell
    and by o before activation; 1 for padding, whose hidden state is the one before.
    """
    _, cells, i, f, c, o = states
    activation = tf.tanh(cells)
    by_cell = real * f + (1 - real)
    by_gate = [c * i * (1 - i), earlier_cells * f * (1 - f), i * (1 - tf.square(c))]
    by_hidden = [o * (1 - tf.square(activation)), activation * o * (1 - o)]
    padding = tf.broadcast_to(1 - real, tf.shape(f))
    return tf.concat([by_cell, *(real * part for part in (*by_gate, *by_hidden)), padding], -1)


def _backward(gradients: Any, factors: Any, recurrent: Any) -> tuple[Any, Any, Any]:
    """Return the gradients of the gates' inputs and of the first hidden state and cell state.

    Takes the gradients of hidden states and cell states, shape (time, batch, 2 * units).
    """
    units, time = recurrent.shape[0], tf.shape(gradients)[0]
    inputs = _by_step(tf.concat([gradients, factors], -1), time)
    outputs = tf.TensorArray(tf.float32, time, element_shape=(None, 4 * units))

    def step(at: Any, hidden: Any, cell: Any, outputs: Any) -> tuple[Any, ...]:
        parts = tf.split(inputs.read(at), 9, -1)
        by_hidden, by_cell, keep, i, f, c, through, o, padding = parts
        hidden, cell = hidden + by_hidden, cell + by_cell
        cell += hidden * through
        gates = tf.concat([cell * i, cell * f, cell * c, hidden * o], -1)
        hidden = tf.matmul(gates, recurrent, transpose_b=True) + hidden * padding
        return at - 1, hidden, cell * keep, outputs.write(at, gates)

    zeros = tf.zeros_like(gradients[0, :, :units])
    start = (time - 1, zeros, zeros, outputs)
    _, hidden, cell, outputs = tf.while_loop(lambda at, *_: at >= 0, step, start)
    return outputs.stack(), hidden, cell


def _by_step(values: Any, time: Any) -> Any:
    """Array of the steps of `values`, to read in a loop."""
    shape = (None, values.shape[-1])
    return tf.TensorArray(values.dtype, time, element_shape=shape).unstack(values)

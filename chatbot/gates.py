"""What an LSTM does at each word: its gates and its memory, computed anew from its weights.

The LSTM is that of Hochreiter & Schmidhuber (1997, https://doi.org/10.1162/neco.1997.9.8.1735)
with the forget gate of Gers et al. (2000, https://doi.org/10.1162/089976600300015015).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gates:
    """One direction of an LSTM over a message; every array has shape (words, units).

    `input`, `forget` and `output` are shares from 0 to 1: of the `candidate` that is taken in, of
    the cell state before that is kept, and of the `cell` state that is shown as `hidden` state.
    Rows are in the order of the words, also where the message is read backwards.
    """

    input: FloatArray
    forget: FloatArray
    output: FloatArray
    candidate: FloatArray
    cell: FloatArray
    hidden: FloatArray

    def reversed(self) -> Gates:
        """Return the same with the rows the other way round."""
        return Gates(*(getattr(self, each.name)[::-1] for each in fields(self)))


def lstm_gates(
    steps: FloatArray, weights: FloatArray, recurrent: FloatArray, bias: FloatArray
) -> tuple[Gates, ...]:
    """Return the gates of an LSTM that reads `steps` (words, d): one `Gates` a direction.

    Takes the weights as ONNX lays them out, gates in the order input, output, forget, cell
    (https://onnx.ai/onnx/operators/onnx__LSTM.html): `weights` (directions, 4 * units, d),
    `recurrent` (directions, 4 * units, units) and `bias` (directions, 8 * units). The first
    direction reads forwards, the second backwards.
    """
    ways = list(zip(weights, recurrent, bias, strict=True))
    forward = _one_way(steps, *ways[0])
    return (forward, *(_one_way(steps[::-1], *way).reversed() for way in ways[1:]))


def _one_way(
    steps: FloatArray, weights: FloatArray, recurrent: FloatArray, bias: FloatArray
) -> Gates:
    units = recurrent.shape[-1]
    read = steps @ weights.T + bias[: 4 * units] + bias[4 * units :]
    cell, hidden = np.zeros(units, np.float32), np.zeros(units, np.float32)
    rows = []
    for of_step in read:
        i, o, f, c = np.split(of_step + recurrent @ hidden, 4)
        taken, shown, kept, candidate = _sigmoid(i), _sigmoid(o), _sigmoid(f), np.tanh(c)
        cell = kept * cell + taken * candidate
        hidden = shown * np.tanh(cell)
        rows.append((taken, kept, shown, candidate, cell, hidden))
    return Gates(*(np.stack(each).astype(np.float32) for each in zip(*rows, strict=True)))


def _sigmoid(x: FloatArray) -> FloatArray:
    # As an exponential it would overflow for what is far below zero.
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * x), np.float32)

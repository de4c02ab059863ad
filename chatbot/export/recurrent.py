"""Translation of recurrent Keras layers into single ONNX operators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from keras import layers
from numpy.typing import NDArray

from chatbot.export.graph_builder import GraphBuilder
from chatbot.model.onnx_graph import STATES, STEPS


def recurrent(layer: Any, builder: GraphBuilder, name: str, steps: str) -> str:
    """Add a SimpleRNN, an LSTM or a Bidirectional layer, and return the name of the result.

    A number in the name of the layer is part of the names of weights and states.
    """
    bidirectional = isinstance(layer, layers.Bidirectional)
    directions = [layer.forward_layer, layer.backward_layer] if bidirectional else [layer]
    operator = "LSTM" if isinstance(directions[0], layers.LSTM) else "RNN"
    number = "".join(name.partition("_")[1:])
    kind, states = operator.lower() + number, STATES + number
    sequence = builder.node("Unsqueeze", [steps, builder.integers("axis", 1)], f"{kind}_steps")
    builder.node(
        operator,
        [sequence, *_weights(directions, builder, kind)],
        f"{kind}_by_direction {kind}_last",
        direction="bidirectional" if bidirectional else "forward",
        hidden_size=directions[0].units,
    )
    width = builder.integers(f"{kind}_width", -1, len(directions) * directions[0].units)
    builder.node("Reshape", [f"{kind}_by_direction", width], states)
    for output in (STEPS, states):
        builder.output(output, None, None)
    if directions[0].return_sequences:
        return states
    return builder.node("Reshape", [f"{kind}_last", width], f"{kind}_state")


def _weights(directions: Sequence[Any], builder: GraphBuilder, kind: str) -> list[str]:
    names = [f"{kind}_{part}" for part in ("input", "recurrent", "bias")]
    by_direction = [_onnx_weights(direction) for direction in directions]
    for name, arrays in zip(names, zip(*by_direction, strict=True), strict=True):
        stacked = np.stack(arrays)
        builder.constant(name, stacked)
        builder.output(name, *stacked.shape)
    return names


def _onnx_weights(layer: Any) -> list[NDArray[np.float32]]:
    """Weights in the layout of ONNX: (gates * units, inputs), with gates in the order i o f c.

    Keras has (inputs, gates * units), with gates in the order i f c o, and a single bias. ONNX has
    a second bias, of the recurrent weights.
    """
    kernel, recurrent, bias = layer.cell.get_weights()
    weights = [kernel.T, recurrent.T, bias]
    if isinstance(layer, layers.LSTM):
        gates = [np.split(array, 4) for array in weights]
        weights = [np.concatenate([i, o, f, c]) for i, f, c, o in gates]
    return [*weights[:2], np.concatenate([weights[2], np.zeros_like(bias)])]

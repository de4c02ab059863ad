"""A recurrent layer of Keras as one ONNX operator, for one direction and for both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from keras import layers
from numpy.typing import NDArray

from chatbot.export.graph_builder import OnnxDraft
from chatbot.model.onnx_graph import STATES, STEPS


def recurrent(layer: Any, draft: OnnxDraft, name: str, steps: str) -> str:
    """Write down a SimpleRNN, an LSTM or a Bidirectional of these; return the name of the result.

    A number in the name of the layer is kept in those of its weights and states.
    """
    both = isinstance(layer, layers.Bidirectional)
    ways = [layer.forward_layer, layer.backward_layer] if both else [layer]
    operator = "LSTM" if isinstance(ways[0], layers.LSTM) else "RNN"
    number = "".join(name.partition("_")[1:])
    kind, states = operator.lower() + number, STATES + number
    sequence = draft.node("Unsqueeze", [steps, draft.integers("axis", 1)], f"{kind}_steps")
    draft.node(
        operator,
        [sequence, *_weights(ways, draft, kind)],
        f"{kind}_by_direction {kind}_last",
        direction="bidirectional" if both else "forward",
        hidden_size=ways[0].units,
    )
    width = draft.integers(f"{kind}_width", -1, len(ways) * ways[0].units)
    draft.node("Reshape", [f"{kind}_by_direction", width], states)
    for extra in (STEPS, states):
        draft.output(extra, None, None)
    if ways[0].return_sequences:
        return states
    return draft.node("Reshape", [f"{kind}_last", width], f"{kind}_state")


def _weights(ways: Sequence[Any], draft: OnnxDraft, kind: str) -> list[str]:
    names = [f"{kind}_{part}" for part in ("input", "recurrent", "bias")]
    by_way = [_onnx_weights(way) for way in ways]
    for name, arrays in zip(names, zip(*by_way, strict=True), strict=True):
        stacked = np.stack(arrays)
        draft.constant(name, stacked)
        draft.output(name, *stacked.shape)
    return names


def _onnx_weights(layer: Any) -> list[NDArray[np.float32]]:
    """Keras has (inputs, gates * units) and gates in the order i f c o; ONNX transposed, i o f c.

    ONNX has a second bias, of the recurrent weights, where Keras has one for both.
    """
    kernel, recurrent, bias = layer.cell.get_weights()
    weights = [kernel.T, recurrent.T, bias]
    if isinstance(layer, layers.LSTM):
        gates = [np.split(each, 4) for each in weights]
        weights = [np.concatenate([i, o, f, c]) for i, f, c, o in gates]
    return [*weights[:2], np.concatenate([weights[2], np.zeros_like(bias)])]

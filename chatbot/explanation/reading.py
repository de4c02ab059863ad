"""Activations of the network for a message: attention, and the gates of LSTMs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from chatbot.features.arrays import MessageFeatures
from chatbot.model.onnx_graph import ATTENTION, STATES, STEPS, OnnxGraph

FloatArray = NDArray[np.float32]

_WEIGHTS = ("input", "recurrent", "bias")


@dataclass(frozen=True, slots=True)
class GateMeans:
    """Gates of an LSTM at each step, as means over the units: every array has shape (steps,).

    `cell` is the mean absolute cell state; `change` is the mean absolute difference to the step
    read before.
    """

    input: FloatArray
    forget: FloatArray
    output: FloatArray
    cell: FloatArray
    change: FloatArray


@dataclass(frozen=True, slots=True)
class LstmActivations:
    """Activations of an LSTM in a single direction. The lowest `layer`, over words, is number 1."""

    layer: int
    direction: Literal["forward", "backward"]
    activity: GateMeans
    gates: GateActivations


@dataclass(frozen=True, slots=True)
class NetworkActivations:
    """Activations at each of the `steps`, words or word pieces.

    `attention`, shape (heads, steps), holds the weights of each head, with a sum of 1; None
    without attention in the network. `lstms` is empty without an LSTM: `kind` distinguishes a
    network with a simple recurrent layer ("rnn") from a network without any ("none").
    """

    kind: Literal["lstm", "rnn", "none"]
    steps: tuple[str, ...]
    attention: FloatArray | None
    lstms: tuple[LstmActivations, ...]


def read(graph: OnnxGraph, features: MessageFeatures, steps: Sequence[str]) -> NetworkActivations:
    """Return the activations for a message: `steps` are the words, or pieces, of the features."""
    outputs = graph.outputs(features, graph.output_names)
    suffixes = _lstm_suffixes(graph.output_names)
    lstms = [
        activations
        for layer, suffix in enumerate(suffixes, start=1)
        for activations in _lstm(outputs, layer, suffix, suffixes[layer - 2] if layer > 1 else None)
    ]
    # A message without words is read as one unknown word, typed by nobody.
    attention = outputs.get(ATTENTION) if steps else None
    return NetworkActivations(_kind(graph), tuple(steps), attention, tuple(lstms) if steps else ())


def _kind(graph: OnnxGraph) -> Literal["lstm", "rnn", "none"]:
    if "lstm_input" in graph.output_names:
        return "lstm"
    return "rnn" if "rnn_input" in graph.output_names else "none"


def _lstm_suffixes(names: Sequence[str]) -> list[str]:
    """Suffixes of the LSTMs' names, from the lowest: "_1", "_2" …, and "" for the last."""
    suffixes = [match[1] for name in names if (match := re.fullmatch("lstm(.*)_input", name))]
    return sorted(suffixes, key=lambda suffix: float(suffix[1:] or "inf"))


def _lstm(
    outputs: Mapping[str, FloatArray], layer: int, suffix: str, below: str | None
) -> list[LstmActivations]:
    """Activations of the LSTM with the suffix, over the states of the LSTM `below`."""
    steps = outputs[STEPS] if below is None else outputs[STATES + below]
    weights = (outputs[f"lstm{suffix}_{name}"] for name in _WEIGHTS)
    directions: tuple[Literal["forward", "backward"], ...] = ("forward", "backward")
    return [
        LstmActivations(
            layer, direction, gate_means(gates, backwards=direction == "backward"), gates
        )
        for direction, gates in zip(directions, lstm_gates(steps, *weights), strict=False)
    ]


def gate_means(gates: GateActivations, *, backwards: bool) -> GateMeans:
    """Return the means over the units, given the direction of reading."""
    cell = gates.cell[::-1] if backwards else gates.cell
    change = np.abs(np.diff(cell, axis=0, prepend=np.zeros_like(cell[:1]))).mean(axis=1)
    return GateMeans(
        gates.input.mean(axis=1),
        gates.forget.mean(axis=1),
        gates.output.mean(axis=1),
        np.abs(gates.cell).mean(axis=1),
        change[::-1] if backwards else change,
    )


@dataclass(frozen=True, slots=True)
class GateActivations:
    """Gates of an LSTM in a single direction; every array has shape (words, units).

    `input`, `forget` and `output` are shares from 0 to 1: of the `candidate` taken in, of the
    previous cell state kept, and of the `cell` state shown as `hidden` state. Rows are in the order
    of the words, also for a message read backwards.
    """

    input: FloatArray
    forget: FloatArray
    output: FloatArray
    candidate: FloatArray
    cell: FloatArray
    hidden: FloatArray

    def reversed(self) -> GateActivations:
        """Return the gates with the rows in reverse order."""
        return GateActivations(*(getattr(self, field.name)[::-1] for field in fields(self)))


def lstm_gates(
    steps: FloatArray, weights: FloatArray, recurrent: FloatArray, bias: FloatArray
) -> tuple[GateActivations, ...]:
    """Return the gates of an LSTM over `steps` (words, d), for each direction.

    Takes the weights in the layout of ONNX, gates in the order input, output, forget, cell
    (https://onnx.ai/onnx/operators/onnx__LSTM.html): `weights` (directions, 4 * units, d),
    `recurrent` (directions, 4 * units, units) and `bias` (directions, 8 * units). The first
    direction reads forwards, the second backwards.
    """
    forward, *backward = zip(weights, recurrent, bias, strict=True)
    return (
        _directed_gates(steps, *forward),
        *(_directed_gates(steps[::-1], *direction).reversed() for direction in backward),
    )


def _directed_gates(
    steps: FloatArray, weights: FloatArray, recurrent: FloatArray, bias: FloatArray
) -> GateActivations:
    units = recurrent.shape[-1]
    projected = steps @ weights.T + bias[: 4 * units] + bias[4 * units :]
    cell, hidden = np.zeros(units, np.float32), np.zeros(units, np.float32)
    rows = []
    for row in projected:
        i, o, f, c = np.split(row + recurrent @ hidden, 4)
        taken, shown, kept, candidate = _sigmoid(i), _sigmoid(o), _sigmoid(f), np.tanh(c)
        cell = kept * cell + taken * candidate
        hidden = shown * np.tanh(cell)
        rows.append((taken, kept, shown, candidate, cell, hidden))
    columns = zip(*rows, strict=True)
    return GateActivations(*(np.stack(column).astype(np.float32) for column in columns))


def _sigmoid(x: FloatArray) -> FloatArray:
    # An exponential would overflow far below zero.
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * x), np.float32)

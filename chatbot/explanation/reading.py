"""How the network read a message: what it looked at, and what its LSTM kept of each word."""

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
    """An LSTM's gates at each step, as means over its units: every array has shape (steps,).

    `cell` is the mean size of the cell states, whatever their signs; `change` is how much they
    moved since the step that was read before.
    """

    input: FloatArray
    forget: FloatArray
    output: FloatArray
    cell: FloatArray
    change: FloatArray


@dataclass(frozen=True, slots=True)
class LstmActivations:
    """One LSTM in one direction. The `layer` that reads the words is number 1."""

    layer: int
    direction: Literal["forward", "backward"]
    activity: GateMeans
    gates: GateActivations


@dataclass(frozen=True, slots=True)
class NetworkActivations:
    """The `steps` that the network read one after another, and what it did at each.

    `attention`, shape (heads, steps), is how each head shares itself out among the steps; None
    where the network has no attention. `lstms` are none where it has no LSTM: `kind` says what
    it has, a simple recurrent layer ("rnn") or no order of the words at all ("none").
    """

    kind: Literal["lstm", "rnn", "none"]
    steps: tuple[str, ...]
    attention: FloatArray | None
    lstms: tuple[LstmActivations, ...]


def read(graph: OnnxGraph, features: MessageFeatures, steps: Sequence[str]) -> NetworkActivations:
    """Return how `graph` reads a message: `steps` are the words, or pieces, of its features."""
    given = graph.outputs(features, graph.output_names)
    numbers = _lstm_numbers(graph.output_names)
    lstms = [
        reading
        for layer, number in enumerate(numbers, start=1)
        for reading in _lstm(given, layer, number, numbers[layer - 2] if layer > 1 else None)
    ]
    # A message without words is read as one unknown word, which nobody has typed.
    attention = given.get(ATTENTION) if steps else None
    return NetworkActivations(_kind(graph), tuple(steps), attention, tuple(lstms) if steps else ())


def _kind(graph: OnnxGraph) -> Literal["lstm", "rnn", "none"]:
    if "lstm_input" in graph.output_names:
        return "lstm"
    return "rnn" if "rnn_input" in graph.output_names else "none"


def _lstm_numbers(names: Sequence[str]) -> list[str]:
    """The ends of the names of the LSTMs, from the lowest: "_1", "_2" …, and "" for the last."""
    found = [match[1] for name in names if (match := re.fullmatch("lstm(.*)_input", name))]
    return sorted(found, key=lambda end: float(end[1:] or "inf"))


def _lstm(
    given: Mapping[str, FloatArray], layer: int, number: str, below: str | None
) -> list[LstmActivations]:
    steps = given[STEPS] if below is None else given[STATES + below]
    both = lstm_gates(steps, *(given[f"lstm{number}_{each}"] for each in _WEIGHTS))
    names: tuple[Literal["forward", "backward"], ...] = ("forward", "backward")
    return [
        LstmActivations(layer, name, activity_of(gates, backwards=name == "backward"), gates)
        for name, gates in zip(names, both, strict=False)
    ]


def activity_of(gates: GateActivations, *, backwards: bool) -> GateMeans:
    """Return the means over the units, given which way the words were read."""
    cell = gates.cell[::-1] if backwards else gates.cell
    moved = np.abs(np.diff(cell, axis=0, prepend=np.zeros_like(cell[:1]))).mean(axis=1)
    return GateMeans(
        gates.input.mean(axis=1),
        gates.forget.mean(axis=1),
        gates.output.mean(axis=1),
        np.abs(gates.cell).mean(axis=1),
        moved[::-1] if backwards else moved,
    )


@dataclass(frozen=True, slots=True)
class GateActivations:
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

    def reversed(self) -> GateActivations:
        """Return the same with the rows the other way round."""
        return GateActivations(*(getattr(self, each.name)[::-1] for each in fields(self)))


def lstm_gates(
    steps: FloatArray, weights: FloatArray, recurrent: FloatArray, bias: FloatArray
) -> tuple[GateActivations, ...]:
    """Return the gates of an LSTM that reads `steps` (words, d): one `GateActivations` a direction.

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
) -> GateActivations:
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
    return GateActivations(*(np.stack(each).astype(np.float32) for each in zip(*rows, strict=True)))


def _sigmoid(x: FloatArray) -> FloatArray:
    # As an exponential it would overflow for what is far below zero.
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * x), np.float32)

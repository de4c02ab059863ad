"""Ablation of the student `distilled`: the same network without its LSTM."""

from __future__ import annotations

from typing import Any

from keras import layers

from benchmarks.accuracy import recollect
from benchmarks.accuracy.data import LabelledTexts
from benchmarks.accuracy.system import Finish, Options
from chatbot.model.architectures import DISTILLED
from chatbot.networks import builders, pooling
from chatbot.networks.shape import NetworkShape

_with_lstm = builders.attentive_bilstm


def train(texts: LabelledTexts, options: Options) -> Finish:
    """Train a student that pools its inputs in place of the states of an LSTM.

    The teacher keeps its LSTM. Every student of the process is trained so from now on: each system
    has a process of its own.
    """
    builders.attentive_bilstm = without_lstm
    return recollect.train(texts, options, DISTILLED)


def without_lstm(shape: NetworkShape, steps: Any, dropout: float) -> Any:
    """Pool the vectors of the student's steps; a teacher's steps go through its LSTM as usual."""
    if shape.architecture != DISTILLED:
        return _with_lstm(shape, steps, dropout)
    steps = layers.SpatialDropout1D(dropout)(steps)
    return pooling.AttentionPooling(builders.HEADS, name="pooling")(steps)

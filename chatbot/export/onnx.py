"""From a Keras network to one ONNX graph, checked against Keras before anything is kept of it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np

from chatbot.export.onnx_layers import ExportError, translated
from chatbot.features.extractor import FeatureExtractor
from chatbot.inference import softmax
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.networks.logits import logits

__all__ = ["TOLERANCE", "ExportError", "to_keras_file", "to_onnx"]

TOLERANCE = 1e-5
"""The largest difference of a probability between the graph and the Keras network."""


_CHECKED_MESSAGES = 200


def to_onnx(
    model: keras.Model, extractor: FeatureExtractor, sentences: Sequence[Sequence[str]]
) -> bytes:
    """Return the ONNX graph of `model`.

    Raises ExportError unless they agree on the first 200 of `sentences`.
    """
    graph, sentences = translated(model), sentences[:_CHECKED_MESSAGES]
    expected = softmax(logits(model, sentences, extractor))
    session = OnnxGraph(graph)
    found = np.stack([softmax(session.logits(extractor.encode(words))) for words in sentences])
    difference = float(np.abs(expected - found).max())
    if not difference <= TOLERANCE:
        raise ExportError(f"The ONNX graph differs from the Keras network by {difference:.1e}.")
    return graph


def to_keras_file(model: keras.Model) -> bytes:
    """Return `model` as a .keras file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        return path.read_bytes()

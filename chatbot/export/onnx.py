"""Export of a Keras network to an ONNX graph, checked against Keras, and to a .keras file."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers

from chatbot.export.graph_builder import ExportError, GraphBuilder
from chatbot.export.onnx_layers import translate
from chatbot.features.extractor import FeatureExtractor
from chatbot.inference import softmax
from chatbot.model.onnx_graph import LOGITS, OnnxGraph
from chatbot.networks.learner import Learner
from chatbot.networks.logits import logits

TOLERANCE = 1e-5
"""Largest difference of a probability between the graph and the Keras network."""

_CHECKED_MESSAGES = 200


def to_onnx(
    learner: Learner, extractor: FeatureExtractor, sentences: Sequence[Sequence[str]]
) -> bytes:
    """Return the ONNX graph of a trained network, checked on the first 200 of `sentences`.

    Both read them with their spelling corrected. Raises ExportError for a difference above
    TOLERANCE.
    """
    graph = translate_model(learner.model)
    messages = [extractor.correct_spelling(words) for words in sentences[:_CHECKED_MESSAGES]]
    expected = softmax(logits(learner, messages, extractor))
    session = OnnxGraph(graph)
    actual = np.stack([softmax(session.logits(extractor.encode(words))) for words in messages])
    difference = float(np.abs(expected - actual).max())
    if not difference <= TOLERANCE:
        raise ExportError(f"The ONNX graph differs from the Keras network by {difference:.1e}.")
    return graph


def translate_model(model: keras.Model) -> bytes:
    """Return the ONNX graph of a functional model, with the first output, of shape (1, outputs).

    That of a model with an output for each token has shape (tokens, outputs).

    Optional outputs, for networks with such layers: `steps`, the word vectors (words, d); `states`
    (words, units of all directions); `attention` (heads, words); `term_logits` (terms, outputs),
    the contribution of each TF-IDF term of weight 1 to the logits, and `linear` (1, outputs), the
    contribution of all terms; and the weights of recurrent layers in the layout of ONNX
    (https://onnx.ai/onnx/operators/onnx__LSTM.html): `lstm_input`, `lstm_recurrent`, `lstm_bias`.
    Raises ExportError for a layer without a translation.
    """
    builder = GraphBuilder()
    names: dict[int, str] = {}
    for layer in model.layers:
        name = LOGITS if layer.output is model.outputs[0] else layer.name
        # A tensor without a name is a mask.
        inputs = [names[id(tensor)] for tensor in _inputs(layer) if id(tensor) in names]
        names[id(layer.output)] = translate(layer, builder, name, *inputs)
    shape = model.outputs[0].shape
    builder.output(LOGITS, 1 if len(shape) == 2 else None, shape[-1])
    return builder.to_bytes(LOGITS)


def _inputs(layer: Any) -> list[Any]:
    """Input tensors of a layer as a list; Keras returns a single input without a list."""
    tensors = [] if isinstance(layer, layers.InputLayer) else layer.input
    return tensors if isinstance(tensors, list) else [tensors]


def to_keras_file(model: keras.Model) -> bytes:
    """Return `model` as a .keras file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        return path.read_bytes()

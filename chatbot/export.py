"""From a Keras network to one ONNX graph, checked against Keras before anything is kept of it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from chatbot.architectures import LinearBranch, NetworkShape, wide_deep
from chatbot.features import PADDING, FeatureExtractor
from chatbot.fitting import logits
from chatbot.graph import OnnxGraph, softmax
from chatbot.onnx_network import build_graph

TOLERANCE = 1e-5
"""The largest difference of a probability between the graph and the Keras network."""


class ExportError(RuntimeError):
    """The ONNX graph is not what the Keras network is."""


def to_onnx(
    model: keras.Model,
    shape: NetworkShape,
    extractor: FeatureExtractor,
    sentences: Sequence[Sequence[str]],
) -> bytes:
    """Return the ONNX graph of `model`. Raises ExportError unless they agree on `sentences`."""
    graph = build_graph(keras_weights(model), shape.units)
    expected = softmax(logits(model, sentences, extractor))
    session = OnnxGraph(graph)
    found = np.stack([softmax(session.logits(extractor.encode(words))) for words in sentences])
    difference = float(np.abs(expected - found).max())
    if not difference <= TOLERANCE:
        raise ExportError(f"The ONNX graph differs from the Keras network by {difference:.1e}.")
    return graph


def to_keras_file(model: keras.Model, shape: NetworkShape) -> bytes:
    """Return `model` as a .keras file, without the optimizer's state: a third of the size."""
    bare = wide_deep(shape)
    bare.set_weights(model.get_weights())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        bare.save(path)
        return path.read_bytes()


def keras_weights(model: keras.Model) -> dict[str, NDArray[np.float32]]:
    """Return the weights of a `wide_deep` network by the names that `build_graph` uses."""
    vectors, pooling = model.get_layer("word_vectors"), model.get_layer("pooling")
    classes, linear = model.get_layer("logits"), model.get_layer("linear")
    both = model.get_layer("bilstm")
    cells = [layer.cell.get_weights() for layer in (both.forward_layer, both.backward_layer)]
    kernel, recurrent, bias = (np.stack(pair) for pair in zip(*cells, strict=True))
    words, stems, ngrams = (
        each.get_weights()[0] for each in (vectors.words, vectors.stems, vectors.ngrams)
    )
    ngrams[PADDING] = 0
    attention_kernel, attention_bias = pooling.projection.get_weights()
    score_kernel, score_bias = pooling.scores.get_weights()
    class_kernel, class_bias = classes.get_weights()
    return {
        "word_table": words,
        "stem_table": stems,
        "ngram_table": ngrams,
        "lstm_input": _onnx_gates(kernel),
        "lstm_recurrent": _onnx_gates(recurrent),
        "lstm_bias": _onnx_bias(bias),
        "attention_kernel": attention_kernel,
        "attention_bias": attention_bias,
        "score_kernel": score_kernel,
        "score_bias": score_bias,
        "class_kernel": class_kernel,
        "class_bias": class_bias,
        "term_table": LinearBranch.FACTOR * linear.get_weights()[0],
    }


def _onnx_gates(kernels: NDArray[np.float32]) -> NDArray[np.float32]:
    """From Keras' (2, inputs, 4 * units) in the order i f c o to ONNX' (2, 4 * units, inputs)."""
    i, f, c, o = np.split(kernels.transpose(0, 2, 1), 4, axis=1)
    return np.concatenate([i, o, f, c], axis=1)


def _onnx_bias(biases: NDArray[np.float32]) -> NDArray[np.float32]:
    """ONNX has a second bias, of the recurrent kernel, where Keras has one for both."""
    both = _onnx_gates(biases[:, None, :])[:, :, 0]
    return np.concatenate([both, np.zeros_like(both)], axis=1)

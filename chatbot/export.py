"""From a Keras network to one ONNX graph, checked against Keras before anything is kept of it."""

from __future__ import annotations

import contextlib
import io
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
import onnx

from chatbot.architectures import NetworkShape, serving_twin, wide_deep
from chatbot.features import MAX_NGRAMS, FeatureExtractor
from chatbot.fitting import logits
from chatbot.graph import OnnxGraph, softmax

OPSET = 17
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
    """Return the ONNX graph of `model`, which agrees with it on `sentences`.

    Raises ExportError when the LSTM became a loop (four times slower) or an answer differs.
    """
    graph = _exported(serving_twin(model, shape))
    operators = {node.op_type for node in onnx.load_from_string(graph).graph.node}
    if "LSTM" not in operators or "Loop" in operators:
        raise ExportError("The ONNX graph holds a loop in place of the LSTM operator.")
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


def _exported(twin: keras.Model) -> bytes:
    axes = (None, None)
    signature = [
        keras.InputSpec("int32", axes, name="words"),
        keras.InputSpec("int32", axes, name="stems"),
        keras.InputSpec("int32", (*axes, MAX_NGRAMS), name="ngrams"),
        keras.InputSpec("int32", axes, name="terms"),
        keras.InputSpec("float32", axes, name="weights"),
    ]
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # Keras probes NumPy for an attribute that NumPy warns about.
        warnings.simplefilter("ignore", FutureWarning)
        path = Path(folder) / "model.onnx"
        with contextlib.redirect_stdout(io.StringIO()):
            twin.export(
                path,
                format="onnx",
                opset_version=OPSET,
                input_signature=[signature],
                verbose=False,
            )
        return path.read_bytes()

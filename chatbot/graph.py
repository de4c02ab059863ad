"""An ONNX graph that answers one message at a time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from chatbot.message_features import MessageFeatures

LOGITS = "logits"
STEPS, STATES, ATTENTION, TERM_LOGITS = "steps", "states", "attention", "term_logits"
"""The names of outputs: see `chatbot.translation.translated`."""


def open_session(graph: bytes | Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """Return a session of `graph`: one thread a message, which a server has plenty of."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A thread that waits by spinning takes a core from the other requests.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    # It would keep the file, for a change of providers, beside the weights that are in it.
    session.disable_fallback()
    session._model_bytes = None
    return session


class OnnxGraph:
    """The network as onnxruntime runs it."""

    def __init__(self, graph: bytes) -> None:
        self._session = open_session(graph)
        self.input_names = tuple(each.name for each in self._session.get_inputs())
        self.output_names = tuple(each.name for each in self._session.get_outputs())

    def logits(self, features: MessageFeatures) -> NDArray[np.float32]:
        """Return the logits of the message with these features: shape (outputs,)."""
        return np.asarray(self.outputs(features, [LOGITS])[LOGITS][0])

    def outputs(
        self, features: MessageFeatures, names: Sequence[str]
    ) -> dict[str, NDArray[np.float32]]:
        """Return what the graph gives for the message under these `output_names`.

        What is not asked for costs nothing: see `chatbot.translation.translated` for what there is.
        """
        arrays = features.arrays()
        given = {name: arrays[name] for name in self.input_names}
        return dict(zip(names, self._session.run(names, given), strict=True))


def softmax(scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return the probabilities of logits along the last axis, in double precision."""
    shifted = scores.astype(np.float64) - scores.max(axis=-1, keepdims=True)
    powers = np.exp(shifted)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def log_sum_exp(scores: NDArray[np.floating[Any]]) -> float:
    """Return the logarithm of the sum of the exponentials, without overflow.

    That of nothing but minus infinity is minus infinity.
    """
    highest = float(scores.max())
    if highest == -np.inf:
        return highest
    return highest + float(np.log(np.exp(scores - highest).sum()))

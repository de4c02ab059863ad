"""ONNX sessions, and functions of logits."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray


def open_session(graph: bytes | Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """Return a session of `graph` with a single thread by default: a server has many messages."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A thread that waits by spinning takes a core from the other requests.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    # For a change of providers, the session would keep the file beside the weights.
    session.disable_fallback()
    session._model_bytes = None
    return session


def softmax(scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return the probabilities of logits along the last axis, in double precision."""
    shifted = scores.astype(np.float64) - scores.max(axis=-1, keepdims=True)
    powers = np.exp(shifted)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def log_sum_exp(scores: NDArray[np.floating[Any]]) -> float:
    """Return the logarithm of the sum of the exponentials, without overflow.

    The result for scores of minus infinity is minus infinity.
    """
    highest = float(scores.max())
    if highest == -np.inf:
        return highest
    return highest + float(np.log(np.exp(scores - highest).sum()))

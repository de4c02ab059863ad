"""An ONNX graph that answers one message at a time."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from chatbot.features import MessageFeatures


def open_session(graph: bytes | Path) -> onnxruntime.InferenceSession:
    """Return a session of `graph`: one thread a message, which a server has plenty of."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
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

    def logits(self, features: MessageFeatures) -> NDArray[np.float32]:
        """Return the logits of the message with these features: shape (intents + 1,)."""
        words, terms = features.words, features.terms
        inputs = {
            "words": words.words,
            "stems": words.stems,
            "ngrams": words.ngrams,
            "terms": terms.terms,
            "weights": terms.weights[None],
        }
        output: Any = self._session.run(None, inputs)[0]
        return np.asarray(output[0], np.float32)


def softmax(scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return the probabilities of logits along the last axis, in double precision."""
    shifted = scores.astype(np.float64) - scores.max(axis=-1, keepdims=True)
    powers = np.exp(shifted)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))

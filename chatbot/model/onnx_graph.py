"""ONNX graph of a network, run on a single message at a time."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.inference import open_session
from chatbot.model.bundle import DamagedBundleError
from chatbot.model.graph_check import check_graph
from chatbot.text.sentence import sentence

LOGITS = "logits"

STEPS, STATES, ATTENTION, TERM_LOGITS = "steps", "states", "attention", "term_logits"
"""Names of outputs: see `chatbot.export.onnx.translate_model`."""


class Features(Protocol):
    """Features of a message."""

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return the arrays by the names of a graph's inputs."""


class OnnxGraph:
    """Session of onnxruntime, with the names of inputs and outputs.

    Raises DamagedBundleError for a graph other than those of the export.
    """

    def __init__(self, graph: bytes) -> None:
        try:
            check_graph(graph)
            self._session = open_session(graph)
        except Exception as error:  # those of onnxruntime have no class in common
            reason = " ".join(str(error).split())
            raise DamagedBundleError(
                sentence(
                    "The network of this model cannot be used: %(reason)s. Train the model again.",
                    reason=reason,
                )
            ) from error
        self.input_names = tuple(node.name for node in self._session.get_inputs())
        self.output_names = tuple(node.name for node in self._session.get_outputs())

    def logits(self, features: Features) -> NDArray[np.float32]:
        """Return the logits of a message, shape (outputs,)."""
        return np.asarray(self.outputs(features, [LOGITS])[LOGITS][0])

    def step_logits(self, features: Features) -> NDArray[np.float32]:
        """Return the logits of each token of a message, shape (tokens, outputs)."""
        return self.outputs(features, [LOGITS])[LOGITS]

    def outputs(self, features: Features, names: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the outputs with the given names for a message.

        Other outputs cost nothing. For the names see `chatbot.export.onnx.translate_model`.
        """
        arrays = features.arrays()
        inputs = {name: arrays[name] for name in self.input_names}
        return dict(zip(names, self._session.run(names, inputs), strict=True))

"""An ONNX graph that answers one message at a time."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.features.arrays import MessageFeatures
from chatbot.inference import open_session

LOGITS = "logits"

STEPS, STATES, ATTENTION, TERM_LOGITS = "steps", "states", "attention", "term_logits"
"""The names of outputs: see `chatbot.export.onnx.translate_model`."""


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

        What is not asked for costs nothing: see `chatbot.export.onnx.translate_model` for the
        names.
        """
        arrays = features.arrays()
        given = {name: arrays[name] for name in self.input_names}
        return dict(zip(names, self._session.run(names, given), strict=True))

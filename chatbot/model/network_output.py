"""Raw network output for a message."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.features.arrays import MessageFeatures
from chatbot.model.architectures import LINEAR
from chatbot.model.onnx_graph import LOGITS, OnnxGraph
from chatbot.model.pattern_vectors import PatternVectors


@dataclass(frozen=True, slots=True)
class NetworkOutput:
    """Logits of a message, shape (intents + 1,): the last is the logit of being out of scope.

    `linear` is the best logit of the linear head over TF-IDF terms, and `nearness` the mean cosine
    to the nearest patterns; None in networks without. `in_vocabulary` is False where no pattern
    shares a word, or as much as three letters of one: the logits mean nothing then.
    """

    logits: NDArray[np.float32]
    linear: float | None = None
    nearness: float | None = None
    in_vocabulary: bool = True

    @classmethod
    def of(
        cls, graph: OnnxGraph, features: MessageFeatures, patterns: PatternVectors | None = None
    ) -> NetworkOutput:
        """Run the graph on the features of a message."""
        names = [name for name in (LOGITS, LINEAR) if name in graph.output_names]
        arrays = graph.outputs(features, names)
        linear = float(arrays[LINEAR][0, :-1].max()) if LINEAR in arrays else None
        nearness = None
        if patterns and features.pieces is not None:
            nearness = patterns.nearness(features.pieces)
        return cls(arrays[LOGITS][0], linear, nearness, features.in_vocabulary)

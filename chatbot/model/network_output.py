"""What a network says of a message before anything is concluded from it."""

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
    """The logits of a message, shape (intents + 1,): the last is that of being out of scope.

    `linear` is the best vote of the terms alone, and `nearness` the mean cosine to the patterns
    that are most alike; None in networks without. `known` is False where no pattern has so much
    as three letters of a word of the message, so that the network knows nothing about it.
    """

    logits: NDArray[np.float32]
    linear: float | None = None
    nearness: float | None = None
    known: bool = True

    @classmethod
    def of(
        cls, graph: OnnxGraph, features: MessageFeatures, patterns: PatternVectors | None = None
    ) -> NetworkOutput:
        """Return what the graph says of a message with these features."""
        wanted = [name for name in (LOGITS, LINEAR) if name in graph.output_names]
        found = graph.outputs(features, wanted)
        linear = float(found[LINEAR][0, :-1].max()) if LINEAR in found else None
        nearness = None
        if patterns and features.pieces is not None:
            nearness = patterns.nearness(features.pieces)
        return cls(found[LOGITS][0], linear, nearness, features.terms.informative)

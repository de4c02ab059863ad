"""Raw network output for a message."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.word_pieces import sentence_vector
from chatbot.features.arrays import MessageFeatures
from chatbot.model.architectures import LINEAR
from chatbot.model.onnx_graph import LOGITS, OnnxGraph
from chatbot.model.scope_model import NO_MODELS, ScopeModel


@dataclass(frozen=True, slots=True)
class NetworkOutput:
    """Logits of a message, shape (intents + 1,): the last is the logit of being out of scope.

    `linear` is the best logit of the linear head over TF-IDF terms, and `nearness` the mean cosine
    to the nearest patterns, `topic` the margin of the head over sentence vectors, and `coverage`
    the share of the words that each intent knows: (intents,). All are None in networks and bundles
    without. `in_vocabulary` is False where no pattern
    shares a word, or as much as three letters of one: the logits mean nothing then.
    """

    logits: NDArray[np.float32]
    linear: float | None = None
    nearness: float | None = None
    in_vocabulary: bool = True
    topic: float | None = None
    coverage: NDArray[np.float32] | None = None

    @classmethod
    def of(
        cls, graph: OnnxGraph, features: MessageFeatures, scope: ScopeModel = NO_MODELS
    ) -> NetworkOutput:
        """Run the graph on the features of a message."""
        names = [name for name in (LOGITS, LINEAR) if name in graph.output_names]
        arrays = graph.outputs(features, names)
        linear = float(arrays[LINEAR][0, :-1].max()) if LINEAR in arrays else None
        pieces, content = features.pieces, features.content
        sentence = None
        if pieces is not None and (scope.patterns or scope.topic):
            sentence = sentence_vector(pieces)
        return cls(
            arrays[LOGITS][0],
            linear,
            scope.patterns.nearness(sentence) if scope.patterns and sentence is not None else None,
            features.in_vocabulary,
            scope.topic.margin(sentence) if scope.topic and sentence is not None else None,
            scope.coverage.of(content) if scope.coverage and content is not None else None,
        )

"""Tagger of learnt entities: runs the ONNX graph of a bundle. Never imports keras."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from chatbot.encoder.piece_table import PieceTable
from chatbot.encoder.word_pieces import PieceReader
from chatbot.entities.learnt import LearntSpan
from chatbot.features.token_features import TokenFeatures
from chatbot.model.bundle import (
    TAGGER,
    TAGGER_FEATURES,
    TAGGER_VECTORS,
    Bundle,
    DamagedBundleError,
)
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.model.tag_decoding import decode
from chatbot.text.tokens import text_tokens


class EntityTagger:
    """Finds the values of learnt entities. Safe to use from several threads at once."""

    def __init__(self, graph: OnnxGraph, features: TokenFeatures, entities: Sequence[str]) -> None:
        self.entities = tuple(entities)
        self._features = features
        self._graph = graph

    @classmethod
    def from_bundle(cls, bundle: Bundle, others: PieceReader | None = None) -> EntityTagger:
        """Return the tagger in a bundle that has one. Raises DamagedBundleError.

        Without a table of its own, it reads that of the network, the pieces of `others`.
        """
        saved = json.loads(bundle.text(TAGGER_FEATURES))
        vectors = bundle.parts.get(TAGGER_VECTORS)
        shared = others if isinstance(others, PieceTable) else None
        pieces = PieceTable.from_bytes(vectors) if vectors else shared
        features = TokenFeatures.from_json(saved, pieces)
        tagger = cls(OnnxGraph(bundle.parts[TAGGER]), features, saved["entities"])
        tagger.try_out()
        return tagger

    def spans(self, line: str) -> list[LearntSpan]:
        """Return the values in a line."""
        tokens = text_tokens(line)
        if not tokens:
            return []
        pairs = [(token.word, token.shape) for token in tokens]
        logits = self._graph.step_logits(self._features.encode(pairs))
        return [
            LearntSpan(
                self.entities[span.entity],
                tokens[span.first].start,
                tokens[span.end - 1].end,
                span.confidence,
            )
            for span in decode(logits)
        ]

    def try_out(self) -> None:
        """Raise DamagedBundleError where graph, features and entities do not fit together."""
        logits = self._graph.step_logits(self._features.encode([("a", 0), ("b", 0)]))
        if logits.shape != (2, 1 + 2 * len(self.entities)) or not np.isfinite(logits).all():
            raise DamagedBundleError(
                "The tagger of this model has other entities than its features. Train the model"
                " again."
            )

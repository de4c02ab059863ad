"""Tagger of learnt entities: runs the ONNX graph of a bundle. Never imports keras."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

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
from chatbot.model.tag_decoding import OUTSIDE, TagSpan, decode
from chatbot.text.sentence import sentence
from chatbot.text.tokens import TextToken, text_tokens

_SIGNS_OF_VALUES = "#%&@*"
"""Punctuation that may end a value, as in "C#"."""


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
        """Return the values in a line, and alternatives to them."""
        tokens = text_tokens(line)
        if not tokens:
            return []
        pairs = [(token.word, token.shape) for token in tokens]
        logits = self._graph.step_logits(self._features.encode(pairs))
        spans = [*_placed(decode(logits), self.entities, line, tokens)]
        if len(self.entities) > 1:
            places = {(span.entity, span.start, span.end) for span in spans}
            alternatives = self._alternatives(logits, line, tokens)
            spans += (s for s in alternatives if (s.entity, s.start, s.end) not in places)
        return spans

    def _alternatives(
        self, logits: NDArray[np.float32], line: str, tokens: Sequence[TextToken]
    ) -> Iterator[LearntSpan]:
        """Values of each entity as if there were no others."""
        likely = np.maximum(logits[:, 1::2], logits[:, 2::2]) > logits[:, :1]
        for number in np.flatnonzero(
            likely.any(axis=0)
        ).tolist():  # others have none, and cost nothing
            entity = self.entities[number]
            spans = decode(logits[:, [OUTSIDE, 1 + 2 * number, 2 + 2 * number]])
            for span in _placed(spans, (entity,), line, tokens):
                yield replace(span, is_alternative=True)

    def try_out(self) -> None:
        """Raise DamagedBundleError where graph, features and entities do not fit together."""
        two, last = self._features.encode([("a", 0), ("b", 0)]), self._features.last()
        logits = [self._graph.step_logits(features) for features in (two, last)]
        tags = 1 + 2 * len(self.entities)
        if [array.shape for array in logits] != [(2, tags), (1, tags)]:
            raise _other_entities()
        if not all(np.isfinite(array).all() for array in logits):
            raise _other_entities()

    def require_entities(self, names: Collection[str]) -> None:
        """Raise DamagedBundleError where an entity is none of the learnt ones by `names`."""
        if not {*self.entities} <= {*names} or len({*self.entities}) < len(self.entities):
            raise _other_entities()


def _other_entities() -> DamagedBundleError:
    return DamagedBundleError(
        sentence(
            "The tagger of this model has other entities than its features or its intents. Train"
            " the model again."
        )
    )


def _placed(
    spans: Sequence[TagSpan], entities: Sequence[str], line: str, tokens: Sequence[TextToken]
) -> Iterator[LearntSpan]:
    """Spans in the line, without the punctuation at their edges."""
    for span in spans:
        words = tokens[span.first : span.end]
        while words and _is_punctuation(line[words[-1].start : words[-1].end]):
            words = words[:-1]
        while words and _is_punctuation(line[words[0].start : words[0].end]):
            words = words[1:]
        if words:
            entity = entities[span.entity]
            yield LearntSpan(entity, words[0].start, words[-1].end, span.confidence)


def _is_punctuation(token: str) -> bool:
    return len(token) == 1 and category(token)[0] == "P" and token not in _SIGNS_OF_VALUES

"""Training of the tagger of learnt entities, from the marks in the patterns of intents."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chatbot.dataset.tagged_sentences import Span, TaggedSentence
from chatbot.dataset.tagging_data import TaggingData, tagging_data
from chatbot.encoder.files import encoder_folder
from chatbot.encoder.piece_table import PieceTable
from chatbot.encoder.static_vectors import piece_table
from chatbot.entities.learnt import SURE
from chatbot.export.onnx import translate_model
from chatbot.features.token_features import TokenFeatures
from chatbot.intents.marks.learnt import learnt_entities
from chatbot.model.bundle import TAGGER, TAGGER_FEATURES, TAGGER_VECTORS, VECTORS
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.model.tag_decoding import decode
from chatbot.text.typed import typed_text
from chatbot.text.words import WordSplitter
from chatbot.training.tagger_fitting import TaggerHyperparameters, fit_tagger
from chatbot.training.task import TrainingTask

_MANY, _HELD_OUT = 50, 0.2
"""Patterns with values from which some are held out, and the share of these."""


@dataclass(frozen=True, slots=True)
class TrainedTagger:
    """ONNX graph of a tagger, the features that it reads, and the names of its entities."""

    graph: bytes
    features: TokenFeatures
    entities: tuple[str, ...]

    @classmethod
    def train(
        cls,
        data: TaggingData,
        entities: Sequence[str],
        splitter: WordSplitter,
        pieces: PieceTable | None,
        seed: int,
        on_epoch: Callable[[], None] = lambda: None,
    ) -> TrainedTagger:
        """Train a tagger on sentences."""
        tokens = [sentence.tokens for sentence in data.sentences]
        features = TokenFeatures.fit(splitter, tokens, pieces)
        tagger = fit_tagger(data, features, TaggerHyperparameters(), seed, on_epoch)
        return cls(translate_model(tagger.model), features, tuple(entities))

    def parts(self, others: Container[str] = ()) -> dict[str, bytes]:
        """Return the tagger's parts of a bundle; a table of the network is its own, too."""
        saved = {"entities": self.entities, **self.features.to_json()}
        table = None if VECTORS in others else self.features.pieces
        return {
            TAGGER: self.graph,
            TAGGER_FEATURES: json.dumps(saved, ensure_ascii=False).encode(),
            **({TAGGER_VECTORS: table.to_bytes()} if table else {}),
        }


@dataclass(frozen=True, slots=True)
class HeldOutValues:
    """Number of the values in patterns that a tagger was not shown, and F1 of those found.

    A value counts if it is sure, and its entity and its edges are right. None are held out of few
    patterns.
    """

    count: int = 0
    f1: float | None = None

    @classmethod
    def of(cls, tagger: TrainedTagger, sentences: Sequence[TaggedSentence]) -> HeldOutValues:
        """Count the values that a tagger finds in sentences."""
        graph = OnnxGraph(tagger.graph)
        right = spans = expected = 0
        for sentence in sentences:
            logits = graph.step_logits(tagger.features.encode(sentence.tokens))
            tagged_spans = sure_spans(logits)
            right += len(tagged_spans & {*sentence.spans})
            spans, expected = spans + len(tagged_spans), expected + len(sentence.spans)
        return cls(expected, 2 * right / max(spans + expected, 1))


def sure_spans(logits: NDArray[np.float32]) -> set[Span]:
    """Return the spans that a bot takes for values without a question for them."""
    sure = (span for span in decode(logits) if span.confidence >= SURE)
    return {(span.entity, span.first, span.end) for span in sure}


def train_tagger(
    task: TrainingTask, seed: int, on_epoch: Callable[[], None] = lambda: None
) -> tuple[TrainedTagger, HeldOutValues]:
    """Train the tagger of a task in which a form asks for a learnt entity.

    Where there are many patterns with values, another tagger learns all but some before.
    """
    entities = learnt_entities(task.intents)
    off_topic = [typed_text(words) for words in task.off_topic]
    data = tagging_data(task.intents, entities, off_topic, seed)
    others = [*entities], task.splitter, _pieces(task), seed, on_epoch
    held_out, values = held_out_sentences(data.sentences, seed), HeldOutValues()
    if held_out:
        left_out = {*held_out}
        rest = [sentence for sentence in data.sentences if sentence not in left_out]
        first = TrainedTagger.train(replace(data, sentences=rest), *others)
        values = HeldOutValues.of(first, held_out)
    return TrainedTagger.train(data, *others), values


def held_out_sentences(
    sentences: Sequence[TaggedSentence], seed: int
) -> tuple[TaggedSentence, ...]:
    """Return a share of the sentences with values to hold out; none of few."""
    marked = [sentence for sentence in sentences if sentence.spans]
    count = round(_HELD_OUT * len(marked)) if len(marked) >= _MANY else 0
    rows = np.random.default_rng(seed).permutation(len(marked))[:count]
    return tuple(dict.fromkeys(marked[row] for row in sorted(rows)))


def _pieces(task: TrainingTask) -> PieceTable | None:
    """Vectors of English pieces, where the network reads such, too."""
    if isinstance(task.plan.pieces, PieceTable):
        return task.plan.pieces
    if task.encoder and not task.encoder.is_multilingual:
        return piece_table(encoder_folder())
    return None

"""A fitted network with the features it reads: what a bundle's weights are made from."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import keras

from chatbot.encoder.word_pieces import PieceReader
from chatbot.export.onnx import to_keras_file, to_onnx
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.bundle import FEATURES, GRAPH, KERAS, LABELS, PATTERNS
from chatbot.model.network_output import NetworkOutput
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.model.pattern_vectors import PatternVectors
from chatbot.networks.shape import NetworkShape
from chatbot.text.words import WordSplitter
from chatbot.training.fitting import EpochProgress, TrainingData, fit
from chatbot.training.hyperparameters import Hyperparameters


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """Which network to build, and how to fit it. Only some architectures read `pieces`.

    `shape` has room for every pattern. A network may learn some of them, and is smaller then.
    """

    shape: NetworkShape
    recipe: Hyperparameters
    seed: int = 1
    pieces: PieceReader | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """A Keras network, its ONNX graph, the intents it tells apart, and the patterns it learnt."""

    labels: tuple[str, ...]
    extractor: FeatureExtractor
    model: keras.Model
    graph: bytes
    patterns: PatternVectors | None

    @classmethod
    def train(
        cls,
        labels: tuple[str, ...],
        material: TrainingData,
        splitter: WordSplitter,
        plan: NetworkPlan,
        on_epoch: Callable[[EpochProgress], None],
    ) -> Network:
        """Return a network that tells `labels` apart.

        Raises ExportError if ONNX and Keras disagree about a message.
        """
        sentences = material.examples.sentences
        buckets = plan.shape.buckets
        extractor = FeatureExtractor.fit(splitter, sentences, buckets, plan.pieces)
        model = fit(material, extractor, plan.shape, plan.recipe, plan.seed, on_epoch)
        patterns = PatternVectors.of(plan.pieces, sentences) if plan.pieces else None
        return cls(labels, extractor, model, to_onnx(model, extractor, sentences), patterns)

    def evidence(self, sentences: Sequence[Sequence[str]]) -> list[NetworkOutput]:
        """Return what the network says of messages, as it will when it answers."""
        graph = OnnxGraph(self.graph)
        return [
            NetworkOutput.of(graph, self.extractor.encode(words), self.patterns)
            for words in sentences
        ]

    def parts(self) -> dict[str, bytes]:
        """Return the parts of a bundle."""
        patterns = {PATTERNS: self.patterns.to_bytes()} if self.patterns else {}
        return {
            GRAPH: self.graph,
            KERAS: to_keras_file(self.model),
            FEATURES: self.extractor.to_json().encode(),
            LABELS: json.dumps(self.labels).encode(),
            **patterns,
        }

"""Fitted network with the features of the messages: source of most parts of a bundle."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import keras

from chatbot.encoder.piece_table import PieceTable
from chatbot.encoder.word_pieces import PieceReader
from chatbot.export.onnx import to_keras_file, to_onnx
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.bundle import FEATURES, GRAPH, KERAS, LABELS, VECTORS
from chatbot.model.network_output import NetworkOutput
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.model.scope_model import ScopeModel
from chatbot.networks.learner import Learner
from chatbot.networks.shape import NetworkShape
from chatbot.text.words import WordSplitter
from chatbot.training.fitting import TrainingData, fit
from chatbot.training.hyperparameters import Hyperparameters
from chatbot.training.progress import OnEpoch
from chatbot.training.scope import fit_scope_model


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """Shape and hyperparameters of a network. Only some architectures read `pieces`.

    `shape` has room for every pattern, for networks trained on a part of the patterns as well.
    """

    shape: NetworkShape
    hyperparameters: Hyperparameters
    seed: int = 1
    pieces: PieceReader | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """Keras model, the ONNX graph, the intents as labels, and the models of the scope.

    A student comes with its teacher. The next training starts a `model` of the same shape anew:
    take `parts` before.
    """

    labels: tuple[str, ...]
    extractor: FeatureExtractor
    model: keras.Model
    graph: bytes
    scope: ScopeModel
    teacher: Network | None = None

    @classmethod
    def train(
        cls,
        labels: tuple[str, ...],
        data: TrainingData,
        splitter: WordSplitter,
        plan: NetworkPlan,
        on_epoch: OnEpoch,
    ) -> Network:
        """Train a network to classify messages by `labels`.

        Raises ExportError if ONNX and Keras disagree about a message.
        """
        sentences = data.examples.sentences
        buckets = plan.shape.buckets
        extractor = FeatureExtractor.fit(splitter, sentences, buckets, plan.pieces)
        learner = fit(data, extractor, plan.shape, plan.hyperparameters, plan.seed, on_epoch)
        return cls.of(labels, learner, extractor, data)

    @classmethod
    def of(
        cls,
        labels: tuple[str, ...],
        learner: Learner,
        extractor: FeatureExtractor,
        data: TrainingData,
    ) -> Network:
        """Return the network of a learner that has learnt `data`. Raises ExportError."""
        graph = to_onnx(learner, extractor, data.examples.sentences)
        scope = fit_scope_model(data, extractor, len(labels))
        return cls(labels, extractor, learner.model, graph, scope)

    def outputs(self, sentences: Sequence[Sequence[str]]) -> list[NetworkOutput]:
        """Return the outputs for messages, computed by the ONNX graph as when answering."""
        graph = OnnxGraph(self.graph)
        return [
            NetworkOutput.of(graph, self.extractor.encode(words), self.scope) for words in sentences
        ]

    def parts(self) -> dict[str, bytes]:
        """Return the network's parts of a bundle."""
        table = self.extractor.pieces
        vectors = {VECTORS: table.to_bytes()} if isinstance(table, PieceTable) else {}
        return {
            GRAPH: self.graph,
            KERAS: to_keras_file(self.model),
            FEATURES: self.extractor.to_json().encode(),
            LABELS: json.dumps(self.labels).encode(),
            **self.scope.parts(),
            **vectors,
        }

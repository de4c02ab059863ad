"""A fitted network with the features it reads: what a bundle's weights are made from."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import keras

from chatbot.architectures import NetworkShape
from chatbot.bundle import FEATURES, GRAPH, KERAS, LABELS
from chatbot.classifier import Prediction
from chatbot.examples import Examples
from chatbot.export import to_keras_file, to_onnx
from chatbot.features import FeatureExtractor
from chatbot.fitting import EpochProgress, Material, fit, logits
from chatbot.network_options import DEFAULT_ARCHITECTURE, NetworkOptions
from chatbot.recipe import Recipe
from chatbot.text import WordSplitter


@dataclass(frozen=True, slots=True)
class Network:
    """A Keras network, the intents it tells apart, and the number of epochs it was trained for."""

    labels: tuple[str, ...]
    extractor: FeatureExtractor
    model: keras.Model
    epochs: int

    @classmethod
    def train(
        cls,
        labels: tuple[str, ...],
        material: Material,
        splitter: WordSplitter,
        recipe: Recipe,
        seed: int,
        on_epoch: Callable[[EpochProgress], None],
        architecture: str = DEFAULT_ARCHITECTURE,
        options: NetworkOptions | None = None,
    ) -> Network:
        """Return a network of this name that tells `labels` apart, fitted by `recipe`.

        Raises NetworkOptionsError.
        """
        extractor = FeatureExtractor.fit(splitter, material.examples.sentences)
        shape = NetworkShape.of(extractor, len(labels), architecture, options)
        fitted = fit(material, extractor, shape, recipe, seed, on_epoch)
        return cls(labels, extractor, fitted.model, fitted.epochs)

    def predict(self, examples: Examples) -> list[Prediction]:
        """Return what Keras answers, message by message."""
        if not examples:
            return []
        scores = logits(self.model, examples.sentences, self.extractor)
        return [
            Prediction(words, self.labels, row)
            for words, row in zip(examples.sentences, scores, strict=True)
        ]

    def parts(self, checked: Sequence[Sequence[str]]) -> dict[str, bytes]:
        """Return the parts of a bundle. Raises ExportError if ONNX disagrees on `checked`."""
        return {
            GRAPH: to_onnx(self.model, self.extractor, checked),
            KERAS: to_keras_file(self.model),
            FEATURES: self.extractor.to_json().encode(),
            LABELS: json.dumps(self.labels).encode(),
        }

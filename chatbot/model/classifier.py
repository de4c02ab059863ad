"""Intent classifier: runs the ONNX graph of a bundle. Never imports keras."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chatbot.encoder.word_pieces import installed_piece_reader
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.bundle import CALIBRATION, FEATURES, GRAPH, LABELS, PATTERNS, Bundle
from chatbot.model.calibration import Calibration
from chatbot.model.network_output import NetworkOutput
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.model.pattern_vectors import PatternVectors
from chatbot.model.prediction import Prediction


class IntentClassifier:
    """Predicts the intent of a message. Safe to use from several threads at once."""

    def __init__(
        self,
        graph: OnnxGraph,
        extractor: FeatureExtractor,
        labels: Sequence[str],
        calibration: Calibration,
        patterns: PatternVectors | None = None,
    ) -> None:
        self.labels = tuple(labels)
        self.extractor = extractor
        self.graph = graph
        self.calibration = calibration
        self._patterns = patterns

    @classmethod
    def from_bundle(cls, bundle: Bundle) -> IntentClassifier:
        """Return the classifier in a bundle.

        Raises EncoderError if the network reads word pieces and the encoder is missing.
        """
        pieces, patterns = None, None
        if bundle.metadata.encoder:
            pieces = installed_piece_reader(bundle.metadata.encoder)
            patterns = PatternVectors.from_bytes(bundle.parts[PATTERNS])
        return cls(
            OnnxGraph(bundle.parts[GRAPH]),
            FeatureExtractor.from_json(bundle.text(FEATURES), pieces),
            json.loads(bundle.text(LABELS)),
            Calibration.from_json(bundle.text(CALIBRATION)),
            patterns,
        )

    def predict(self, text: str) -> Prediction:
        """Return the prediction for a text of any length and content."""
        words = self.extractor.splitter.words(text)
        output = NetworkOutput.of(self.graph, self.extractor.encode(words), self._patterns)
        return Prediction(tuple(words), self.labels, output, self.calibration)

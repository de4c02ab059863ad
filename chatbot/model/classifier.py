"""Intent classifier: runs the ONNX graph of a bundle. Never imports keras."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chatbot.encoder.piece_table import PieceTable
from chatbot.encoder.word_pieces import PieceReader, installed_piece_reader
from chatbot.features.extractor import FeatureExtractor
from chatbot.model.bundle import (
    CALIBRATION,
    FEATURES,
    GRAPH,
    LABELS,
    VECTORS,
    Bundle,
)
from chatbot.model.calibration import Calibration
from chatbot.model.network_output import NetworkOutput
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.model.prediction import Prediction
from chatbot.model.readings import Readings
from chatbot.model.scope_model import NO_MODELS, ScopeModel
from chatbot.text.typed import TypedWords


class IntentClassifier:
    """Predicts the intent of a message. Safe to use from several threads at once."""

    def __init__(
        self,
        graph: OnnxGraph,
        extractor: FeatureExtractor,
        labels: Sequence[str],
        calibration: Calibration,
        scope: ScopeModel = NO_MODELS,
        *,
        is_measured: bool = True,
    ) -> None:
        """Take the parts of a classifier, `is_measured` if messages were held out of training."""
        self.labels = tuple(labels)
        self.extractor = extractor
        self.graph = graph
        self.calibration = calibration
        self.is_measured = is_measured
        self._scope = scope
        pieces = extractor.pieces
        self._readings = (
            Readings(extractor.words, pieces.number) if pieces and pieces.is_of_words else None
        )

    @classmethod
    def from_bundle(cls, bundle: Bundle) -> IntentClassifier:
        """Return the classifier in a bundle.

        Raises EncoderError if the network reads the encoder's vectors and the encoder is missing.
        """
        pieces = piece_reader_of(bundle)
        return cls(
            OnnxGraph(bundle.parts[GRAPH]),
            FeatureExtractor.from_json(bundle.text(FEATURES), pieces),
            json.loads(bundle.text(LABELS)),
            Calibration.from_json(bundle.text(CALIBRATION)),
            ScopeModel.from_parts(bundle.parts, reads_sentences=bool(bundle.metadata.encoder)),
            is_measured=bundle.metadata.metrics.held_out_messages > 0,
        )

    def predict(self, text: str) -> Prediction:
        """Return the prediction for a text of any length and content.

        Where the text is not understood, words of the patterns may be read in place of near ones.
        """
        prediction = self._predict(TypedWords(self.extractor.splitter.words(text), text))
        if self._readings is None:
            return prediction
        return self._readings.best(prediction, self._predict)

    def _predict(self, words: TypedWords) -> Prediction:
        output = NetworkOutput.of(self.graph, self.extractor.encode(words), self._scope)
        return Prediction(words, self.labels, output, self.calibration)


def piece_reader_of(bundle: Bundle) -> PieceReader | None:
    """Return the reader of word pieces for the network in a bundle, if it reads any.

    Raises EncoderError if the network reads the encoder's vectors and the encoder is missing.
    """
    if VECTORS in bundle.parts:
        return PieceTable.from_bytes(bundle.parts[VECTORS])
    if bundle.metadata.encoder:
        return installed_piece_reader(bundle.metadata.encoder)
    return None

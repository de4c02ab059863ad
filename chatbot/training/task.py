"""Training task: the examples of the intents, out-of-scope messages, and the network to train."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.dataset.examples import Examples, IntArray
from chatbot.dataset.folds import folds
from chatbot.dataset.negatives import Sentence, off_topic_messages
from chatbot.encoder.files import encoder_folder
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder.word_pieces import CachedPieceReader
from chatbot.features.extractor import FeatureExtractor
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import FALLBACK_TAG, IntentSet
from chatbot.model.architectures import PRETRAINED
from chatbot.model.network_output import NetworkOutput
from chatbot.model.prediction import masked
from chatbot.networks.shape import NetworkShape
from chatbot.text.words import WordSplitter
from chatbot.training.config import TrainingConfig
from chatbot.training.fitting import TrainingData
from chatbot.training.hyperparameters import Hyperparameters
from chatbot.training.network import Network, NetworkPlan
from chatbot.training.progress import OnEpoch
from chatbot.training.readiness import require_trainable

_FEW, _SOME = 250, 800
"""Most patterns for a cross-validation in five folds, and in three."""


@dataclass(frozen=True, slots=True)
class TrainingTask:
    """Intents with the patterns as examples, and messages without any of the intents.

    `off_topic` are messages of the library, `counter_examples` messages of the author. `pieces`
    reads and caches word pieces, for networks with such an input.
    """

    intents: IntentSet
    labels: tuple[str, ...]
    examples: Examples
    splitter: WordSplitter
    off_topic: Sequence[Sentence]
    counter_examples: Sequence[Sentence]
    plan: NetworkPlan
    pieces: CachedPieceReader | None

    @classmethod
    def of(cls, intents: IntentSet, config: TrainingConfig) -> TrainingTask:
        """Return the task to learn `intents`.

        Raises TrainingError for too few intents, NetworkOptionsError, and EncoderError if the
        network needs the missing sentence encoder.
        """
        require_trainable(intents, config)
        splitter = WordSplitter(config.language)
        labels, examples = Examples.of(intents, splitter)
        architecture = config.choice().architecture
        sentences = (examples + Examples.of_names(labels, splitter)).sentences
        extractor = FeatureExtractor.fit(splitter, sentences)
        shape = NetworkShape.of(extractor, len(labels), architecture, config.options)
        patterns = len(examples) / len(labels)
        hyperparameters = Hyperparameters.of(architecture, config.epochs, patterns)
        pieces = CachedPieceReader(_encoder()) if architecture == PRETRAINED else None
        words = {word for sentence in examples.sentences for word in sentence}
        fallback = intents.get(FALLBACK_TAG)
        return cls(
            intents,
            labels,
            examples,
            splitter,
            off_topic_messages(splitter, words),
            [tuple(splitter.words(text)) for text in (fallback.patterns if fallback else ())],
            NetworkPlan(shape, hyperparameters, config.seed, pieces),
            pieces,
        )

    def train_network(self, examples: Examples, held_out: Examples, on_epoch: OnEpoch) -> Network:
        """Train a network on `examples`, the intents' names, and out-of-scope messages."""
        names = Examples.of_names(self.labels, self.splitter)
        data = TrainingData(examples + names, held_out, self.off_topic, self.counter_examples)
        return Network.train(self.labels, data, self.splitter, self.plan, on_epoch)

    def validation_folds(self, seed: int) -> list[IntArray]:
        """Return the rows of the examples to hold out, fold by fold; none if all are needed.

        Few patterns are all held out once, by cross-validation: a seventh of so few would say
        little.
        """
        count = len(self.examples)
        if count <= _SOME:
            parts = folds(self.examples, 5 if count <= _FEW else 3, seed)
            return [rows for rows in parts if len(rows)]
        rows = self.examples.held_out(seed)
        return [rows] if len(rows) else []

    def predict(self, network: Network, examples: Examples) -> list[NetworkOutput]:
        """Return the outputs for examples, each with the contexts of the true intent open."""
        outputs = network.outputs(examples.sentences)
        return [
            masked(output, self.labels, self._allowed(int(label)))
            for output, label in zip(outputs, examples.labels, strict=True)
        ]

    def _allowed(self, label: int) -> AllowedIntents:
        intent = self.intents.get(self.labels[label])
        assert intent is not None, "labels are tags of the intents"
        return AllowedIntents.of(self.intents, set(intent.context_filter))


def _encoder() -> SentenceEncoder:
    """Encoder on all cores, for thousands of messages."""
    affine = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if affine else os.cpu_count() or 1
    return SentenceEncoder.load(encoder_folder(), threads=cores)

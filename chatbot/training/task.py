"""What a network is to learn: intents as examples, and what is none of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
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
from chatbot.model.architectures import (
    PRETRAINED,
)
from chatbot.model.network_output import NetworkOutput
from chatbot.model.prediction import masked
from chatbot.networks.shape import NetworkShape
from chatbot.text.words import WordSplitter
from chatbot.training.config import TrainingConfig, TrainingError
from chatbot.training.fitting import EpochProgress, TrainingData
from chatbot.training.hyperparameters import Hyperparameters
from chatbot.training.network import Network, NetworkPlan

FEWEST_INTENTS = 2

_FEW, _SOME = 250, 800
"""Up to so many patterns, each is held out once, of five rounds or of three."""

OnEpoch = Callable[[EpochProgress], None]


@dataclass(frozen=True, slots=True)
class TrainingTask:
    """The intents with their patterns as examples, and what is none of them.

    `off_topic` are messages of the library, `counter_examples` those that the author gave.
    `pieces` remembers the vectors of word pieces, where the network reads them.
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
        """Return what there is to learn about `intents`.

        Raises TrainingError if that is too little, NetworkOptionsError, and EncoderError where the
        network needs the sentence encoder.
        """
        splitter = WordSplitter(config.language)
        labels, examples = Examples.of(intents, splitter)
        if len(labels) < FEWEST_INTENTS:
            raise TrainingError(
                f"Training needs at least {FEWEST_INTENTS} intents that have patterns, and found "
                f"{len(labels)}. Add patterns to an intent, or another intent."
            )
        architecture = config.choice().architecture
        taught = (examples + Examples.of_names(labels, splitter)).sentences
        whole = FeatureExtractor.fit(splitter, taught)
        shape = NetworkShape.of(whole, len(labels), architecture, config.options)
        recipe = Hyperparameters.of(architecture, config.epochs, len(examples) / len(labels))
        pieces = CachedPieceReader(_encoder()) if architecture == PRETRAINED else None
        known = {word for words in examples.sentences for word in words}
        fallback = intents.get(FALLBACK_TAG)
        return cls(
            intents,
            labels,
            examples,
            splitter,
            off_topic_messages(splitter, known),
            [tuple(splitter.words(text)) for text in (fallback.patterns if fallback else ())],
            NetworkPlan(shape, recipe, config.seed, pieces),
            pieces,
        )

    def teach(self, examples: Examples, held_out: Examples, on_epoch: OnEpoch) -> Network:
        """Return a network that learnt `examples`, the intents' names, and what is off topic."""
        names = Examples.of_names(self.labels, self.splitter)
        material = TrainingData(examples + names, held_out, self.off_topic, self.counter_examples)
        return Network.train(self.labels, material, self.splitter, self.plan, on_epoch)

    def rounds(self, seed: int) -> list[IntArray]:
        """Return the rows of the examples to hold out, round by round; none where all are needed.

        Few patterns are all held out once, by cross-validation: a seventh of them would say little.
        """
        count = len(self.examples)
        if count <= _SOME:
            parts = folds(self.examples, 5 if count <= _FEW else 3, seed)
            return [rows for rows in parts if len(rows)]
        rows = self.examples.held_out(seed)
        return [rows] if len(rows) else []

    def asked(self, network: Network, examples: Examples) -> list[NetworkOutput]:
        """Return what a network says of examples, each in the context that its intent waits for."""
        evidence = network.evidence(examples.sentences)
        return [
            masked(each, self.labels, self._turn(int(label)))
            for each, label in zip(evidence, examples.labels, strict=True)
        ]

    def _turn(self, label: int) -> AllowedIntents:
        intent = self.intents.get(self.labels[label])
        assert intent is not None, "labels are tags of the intents"
        return AllowedIntents.of(self.intents, set(intent.context_filter))


def _encoder() -> SentenceEncoder:
    """An encoder for thousands of messages, in place of the one for answers."""
    affine = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if affine else os.cpu_count() or 1
    return SentenceEncoder.load(encoder_folder(), threads=cores)

"""What a network is to learn: intents as examples, and what is none of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chatbot.classifier import within
from chatbot.confidence import REFUSED
from chatbot.contexts import Turn
from chatbot.encoder import SentenceEncoder
from chatbot.encoder_files import encoder_folder, is_installed
from chatbot.evidence import Evidence
from chatbot.examples import Examples, IntArray
from chatbot.features import FeatureExtractor
from chatbot.fitting import EpochProgress, Material
from chatbot.folds import folds
from chatbot.intents import FALLBACK_TAG, IntentSet
from chatbot.negatives import Sentence, off_topic_messages
from chatbot.network import Network, Plan
from chatbot.network_options import AUTO, PRETRAINED, Choice, NetworkOptions, chosen_architecture
from chatbot.network_shape import NetworkShape
from chatbot.pieces import RememberedPieces
from chatbot.recipe import Recipe
from chatbot.text import WordSplitter

FEWEST_INTENTS = 2
_FEW, _SOME = 250, 800
"""Up to so many patterns, each is held out once, of five rounds or of three."""

OnEpoch = Callable[[EpochProgress], None]


class TrainingError(ValueError):
    """There is nothing to train on; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How to train. The same seed on the same machine gives the same model.

    `epochs` None chooses by the number of patterns. `architecture` is one of
    `chatbot.network_options.ARCHITECTURES`, or "auto". `refused` is the share, 0 to 1, of good
    questions that may be refused so that bad ones are.
    """

    seed: int = 1
    epochs: int | None = None
    language: str = "english"
    architecture: str = AUTO
    options: NetworkOptions = field(default_factory=NetworkOptions)
    refused: float = REFUSED

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> TrainingConfig:
        """Return the configuration whose fields, read from JSON, are these; others keep theirs."""
        return cls(**{**saved, "options": NetworkOptions(**saved.get("options", {}))})

    def choice(self) -> Choice:
        """Return the architecture that is trained here, and why."""
        installed = self.architecture == AUTO and is_installed(encoder_folder())
        return chosen_architecture(self.architecture, self.language, installed)


@dataclass(frozen=True, slots=True)
class Subject:
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
    plan: Plan
    pieces: RememberedPieces | None

    @classmethod
    def of(cls, intents: IntentSet, config: TrainingConfig) -> Subject:
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
        recipe = Recipe.of(architecture, config.epochs, len(examples) / len(labels))
        pieces = RememberedPieces(_encoder()) if architecture == PRETRAINED else None
        known = {word for words in examples.sentences for word in words}
        fallback = intents.get(FALLBACK_TAG)
        return cls(
            intents,
            labels,
            examples,
            splitter,
            off_topic_messages(splitter, known),
            [tuple(splitter.words(text)) for text in (fallback.patterns if fallback else ())],
            Plan(shape, recipe, config.seed, pieces),
            pieces,
        )

    def teach(self, examples: Examples, held_out: Examples, on_epoch: OnEpoch) -> Network:
        """Return a network that learnt `examples`, the intents' names, and what is off topic."""
        names = Examples.of_names(self.labels, self.splitter)
        material = Material(examples + names, held_out, self.off_topic, self.counter_examples)
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

    def asked(self, network: Network, examples: Examples) -> list[Evidence]:
        """Return what a network says of examples, each in the context that its intent waits for."""
        evidence = network.evidence(examples.sentences)
        return [
            within(each, self.labels, self._turn(int(label)))
            for each, label in zip(evidence, examples.labels, strict=True)
        ]

    def _turn(self, label: int) -> Turn:
        intent = self.intents.get(self.labels[label])
        assert intent is not None, "labels are tags of the intents"
        return Turn.of(self.intents, set(intent.context_filter))


def _encoder() -> SentenceEncoder:
    """An encoder for thousands of messages, in place of the one for answers."""
    affine = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if affine else os.cpu_count() or 1
    return SentenceEncoder.load(encoder_folder(), threads=cores)

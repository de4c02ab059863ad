"""Training task: the examples of the intents, out-of-scope messages, and the network to train."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.dataset.examples import Examples, IntArray
from chatbot.dataset.folds import folds
from chatbot.dataset.foreign_requests import foreign_requests
from chatbot.dataset.negatives import Sentence
from chatbot.encoder.files import encoder_folder
from chatbot.encoder.kinds import ENGLISH_ENCODER, EncoderKind
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder.static_vectors import piece_table
from chatbot.encoder.word_pieces import CachedPieceReader
from chatbot.features.extractor import FeatureExtractor
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import FALLBACK_TAG, IntentSet
from chatbot.model.architectures import AUTO, DISTILLED, PRETRAINED, NetworkOptions
from chatbot.model.network_output import NetworkOutput
from chatbot.model.prediction import masked
from chatbot.networks.shape import NetworkShape
from chatbot.text.typed import TypedWords
from chatbot.text.words import WordSplitter
from chatbot.training.config import TrainingConfig
from chatbot.training.distillation import Teaching, is_enough
from chatbot.training.fitting import TrainingData
from chatbot.training.hyperparameters import Hyperparameters
from chatbot.training.network import Network, NetworkPlan
from chatbot.training.off_topic import off_topic_for
from chatbot.training.progress import OnEpoch
from chatbot.training.readiness import require_trainable

_FEW, _SOME = 250, 800
"""Most patterns for a cross-validation in five folds, and in three."""


@dataclass(frozen=True, slots=True)
class TrainingTask:
    """Intents with the patterns as examples, and messages without any of the intents.

    `off_topic` are messages of the library, and so are `requests`, about things that no pattern
    names; `counter_examples` are messages of the author. A student has a `teaching`.
    """

    intents: IntentSet
    labels: tuple[str, ...]
    examples: Examples
    splitter: WordSplitter
    off_topic: Sequence[Sentence]
    requests: Sequence[Sentence]
    counter_examples: Sequence[Sentence]
    plan: NetworkPlan
    teaching: Teaching | None = None

    @classmethod
    def of(
        cls, intents: IntentSet, config: TrainingConfig, unlabelled: Sequence[str] = ()
    ) -> TrainingTask:
        """Return the task to learn `intents`, with the help of texts that nobody labelled.

        Raises TrainingError for too few intents, NetworkOptionsError, and EncoderError if the
        network needs the missing sentence encoder.
        """
        require_trainable(intents, config)
        config = config.resolved(intents)
        splitter = WordSplitter(config.language)
        labels, examples = Examples.of(intents, splitter)
        architecture = config.choice().architecture
        if _tries_student(config, architecture) and is_enough(unlabelled):
            architecture = DISTILLED
        sentences = (examples + Examples.of_names(labels, splitter)).sentences
        extractor = FeatureExtractor.fit(splitter, sentences)
        shape = NetworkShape.of(extractor, len(labels), architecture, config.options)
        plan, teaching = _plan(shape, config, len(examples) / len(labels)), None
        if architecture == DISTILLED:
            teacher = _teacher(plan, config)
            teaching = Teaching.of(teacher, plan, examples.sentences, unlabelled, splitter)
        return cls(
            intents,
            labels,
            examples,
            splitter,
            off_topic_for(splitter, examples.sentences, plan.pieces),
            foreign_requests(splitter, {word for words in examples.sentences for word in words}),
            _counter_examples(intents, splitter),
            plan,
            teaching,
        )

    def of_teacher(self) -> TrainingTask:
        """Return the task of the teacher alone. Only for a task with a teaching."""
        assert self.teaching
        return replace(self, plan=self.teaching.teacher, teaching=None)

    @property
    def tests(self) -> Examples:
        """Tests of the intents, as examples that are never learnt."""
        return Examples.of_tests(self.intents, self.splitter)

    @property
    def encoder(self) -> SentenceEncoder | None:
        """Sentence encoder that the network reads while answering, if any."""
        pieces = self.plan.pieces
        return pieces.encoder if isinstance(pieces, CachedPieceReader) else None

    def train_network(self, examples: Examples, held_out: Examples, on_epoch: OnEpoch) -> Network:
        """Train a network on `examples`, the intents' names, and out-of-scope messages."""
        names = Examples.of_names(self.labels, self.splitter)
        data = TrainingData(
            examples + names,
            held_out,
            self.off_topic,
            self.counter_examples,
            requests=self.requests,
        )
        if self.teaching:
            return self.teaching.train(self.labels, data, self.splitter, on_epoch)
        return Network.train(self.labels, data, self.splitter, self.plan, on_epoch)

    def validation_folds(self, seed: int) -> list[IntArray]:
        """Return the rows of the examples to hold out, fold by fold; none if all are needed.

        Few patterns are all held out once, by cross-validation: a seventh of so few would say
        little. None are where most intents have a single pattern: the others are not like them.
        """
        count = len(self.examples)
        if count <= _SOME:
            return self._of_most(folds(self.examples, 5 if count <= _FEW else 3, seed))
        held_out = self._of_most([self.examples.held_out(seed)])
        return held_out or self._of_most(folds(self.examples, 3, seed)[:1])

    def _of_most(self, parts: Sequence[IntArray]) -> list[IntArray]:
        """Rows by part, if at least half of the intents have one among them; else none."""
        tested = {int(label) for rows in parts for label in self.examples.labels[rows]}
        return [rows for rows in parts if len(rows)] if 2 * len(tested) >= len(self.labels) else []

    def off_topic_folds(self, count: int) -> list[frozenset[Sentence]]:
        """Return the off-topic messages to hold out of each of `count` folds; none of a single one.

        Only of a network that reads no word pieces: the others tell them by sentence vectors.
        """
        if count < 2 or self.plan.pieces is not None:
            return [frozenset()] * count
        return [frozenset(self.off_topic[number::count]) for number in range(count)]

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


def _counter_examples(intents: IntentSet, splitter: WordSplitter) -> list[Sentence]:
    """Patterns of the fallback."""
    fallback = intents.get(FALLBACK_TAG)
    patterns = fallback.patterns if fallback else ()
    return [TypedWords(splitter.words(text), text) for text in patterns]


def _plan(shape: NetworkShape, config: TrainingConfig, patterns: float) -> NetworkPlan:
    """Plan of a network, with the encoder or the table that it reads; `patterns` of an intent."""
    hyperparameters = Hyperparameters.of(shape.architecture, config.epochs, patterns)
    plan = NetworkPlan(shape, hyperparameters, config.seed)
    if shape.architecture == PRETRAINED:
        return replace(plan, pieces=CachedPieceReader(_encoder(config.encoder)))
    if shape.architecture == DISTILLED:
        return replace(plan, pieces=piece_table(encoder_folder()))
    return plan


def _teacher(student: NetworkPlan, config: TrainingConfig) -> NetworkPlan:
    """Plan of the teacher, which may answer itself where the choice is free."""
    options = config.options if config.architecture == AUTO else NetworkOptions()
    return replace(
        student,
        shape=replace(
            student.shape,
            architecture=PRETRAINED,
            **options.completed(PRETRAINED).chosen(),
        ),
        hyperparameters=Hyperparameters.of(PRETRAINED, config.epochs),
        pieces=CachedPieceReader(_encoder(ENGLISH_ENCODER)),
    )


def _tries_student(config: TrainingConfig, architecture: str) -> bool:
    """True where the choice is free, and the table of the English pieces is of use."""
    is_free = config.architecture == AUTO and architecture == PRETRAINED
    return is_free and config.encoder == ENGLISH_ENCODER


def _encoder(kind: EncoderKind) -> SentenceEncoder:
    """Encoder on all cores, for thousands of messages."""
    affine = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if affine else os.cpu_count() or 1
    return SentenceEncoder.load(encoder_folder(kind), threads=cores)

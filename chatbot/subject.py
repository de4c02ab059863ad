"""What a network is to learn, and the judgement of one that did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chatbot.confidence import Guard
from chatbot.contexts import Turn
from chatbot.examples import Examples
from chatbot.fitting import EpochProgress, Material
from chatbot.intents import IntentSet
from chatbot.negatives import Sentence, off_topic_messages
from chatbot.network import Network
from chatbot.network_options import DEFAULT_ARCHITECTURE, NetworkOptions
from chatbot.recipe import Recipe
from chatbot.text import WordSplitter

FEWEST_INTENTS = 2
_EVERY = 6
"""One off-topic message in so many is held out of training."""

_FEWEST_FOR_A_THRESHOLD = 50
_MISSPELT_SEED = 1


class TrainingError(ValueError):
    """There is nothing to train on; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How to train. The same seed on the same machine gives the same model.

    `epochs` None chooses by the number of patterns. `architecture` is one of
    `chatbot.network_options.ARCHITECTURES`.
    """

    seed: int = 1
    epochs: int | None = None
    language: str = "english"
    architecture: str = DEFAULT_ARCHITECTURE
    options: NetworkOptions = field(default_factory=NetworkOptions)

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> TrainingConfig:
        """Return the configuration whose fields, read from JSON, are these; others keep theirs."""
        return cls(**{**saved, "options": NetworkOptions(**saved.get("options", {}))})


@dataclass(frozen=True, slots=True)
class Subject:
    """The intents with their patterns as examples, and off-topic messages."""

    intents: IntentSet
    labels: tuple[str, ...]
    examples: Examples
    splitter: WordSplitter
    off_topic: Sequence[Sentence]

    @classmethod
    def of(cls, intents: IntentSet, config: TrainingConfig) -> Subject:
        """Return what there is to learn about `intents`. Raises TrainingError if too little."""
        splitter = WordSplitter(config.language)
        labels, examples = Examples.of(intents, splitter)
        if len(labels) < FEWEST_INTENTS:
            raise TrainingError(
                f"Training needs at least {FEWEST_INTENTS} intents that have patterns, and found "
                f"{len(labels)}. Add patterns to an intent, or another intent."
            )
        known = {word for words in examples.sentences for word in words}
        return cls(intents, labels, examples, splitter, off_topic_messages(splitter, known))

    def teach(
        self,
        examples: Examples,
        held_out: Examples,
        config: TrainingConfig,
        on_epoch: Callable[[EpochProgress], None],
    ) -> Network:
        """Return a network that learnt `examples`, the intents' names, and what is off topic."""
        names = Examples.of_names(self.labels, self.splitter)
        taught = [words for i, words in enumerate(self.off_topic) if i % _EVERY]
        material = Material(examples + names, held_out, taught)
        recipe = Recipe(epochs=config.epochs)
        return Network.train(
            self.labels,
            material,
            self.splitter,
            recipe,
            config.seed,
            on_epoch,
            config.architecture,
            config.options,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What messages that a network has not seen say about it."""

    accuracy: float
    guard: Guard


def judge(network: Network, held_out: Examples, learnt: Examples, subject: Subject) -> Verdict:
    """Return how many of `held_out` are understood, each in its intent's context, and the guard.

    A few messages say little about a threshold: then those that the network learnt are asked as
    well, misspelt. The accuracy is about them where nothing is held out.
    """
    tried = _tried(network, held_out, subject)
    evidence = list(tried)
    if len(held_out) < _FEWEST_FOR_A_THRESHOLD:
        evidence += _tried(network, learnt.misspelt(_MISSPELT_SEED), subject)
    right = [attempt.confidence for attempt in evidence if attempt.right]
    wrong = [attempt.confidence for attempt in evidence if not attempt.right]
    no_context = Turn.of(subject.intents, set())
    foreign = [
        ranking[0].confidence
        for prediction in network.predict(Examples.unlabelled(subject.off_topic[::_EVERY]))
        if (ranking := prediction.ranking(no_context))
    ]
    judged = tried or evidence
    accuracy = sum(attempt.right for attempt in judged) / len(judged)
    return Verdict(accuracy, Guard.fit(right or wrong, [*wrong, *foreign]))


@dataclass(frozen=True, slots=True)
class _Attempt:
    confidence: float
    right: bool


def _tried(network: Network, examples: Examples, subject: Subject) -> list[_Attempt]:
    attempts = []
    for prediction, label in zip(network.predict(examples), examples.labels, strict=True):
        expected = subject.intents.get(network.labels[label])
        assert expected is not None, "labels are tags of the intents"
        turn = Turn.of(subject.intents, set(expected.context_filter))
        best = prediction.ranking(turn, most=1)[0]
        attempts.append(_Attempt(best.confidence, best.intent == expected.tag))
    return attempts

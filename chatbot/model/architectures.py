"""Network architectures by name, and the options of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, fields
from types import MappingProxyType
from typing import Any, Literal

from chatbot.errors import ExplainedError
from chatbot.text.sentence import sentence

Embedding = Literal["learnt", "one_hot"]

EMBEDDINGS: tuple[Embedding, ...] = ("learnt", "one_hot")
MOST_UNITS, MOST_LAYERS, MOST_DROPOUT = 1024, 8, 0.9
AUTO, FROM_SCRATCH = "auto", "wide_deep"
DISTILLED, PRETRAINED = "distilled", "pretrained"
TAUGHT_BY_ENCODER = (DISTILLED, PRETRAINED)
"""Architectures that need the sentence encoder in training."""

ENGLISH = "english"
LINEAR = "linear"
"""Name of the linear head over TF-IDF terms: a layer of a network, an output of the graph."""


class NetworkOptionsError(ExplainedError, ValueError):
    """Error: no such network, or no use for an option. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """Options of a network; None takes the suggestion of the architecture.

    `units` is the width of a (recurrent) layer, `layers` the number of layers, `dropout` the share
    of values left out in training, and `embedding` the way from a word to a vector.
    """

    units: int | None = None
    layers: int | None = None
    dropout: float | None = None
    embedding: Embedding | None = None

    def completed(self, architecture: str) -> NetworkOptions:
        """Return the options, with the architecture's suggestions in place of None.

        Raises NetworkOptionsError for an option unknown to the architecture, and for sizes out of
        range.
        """
        suggested = architecture_named(architecture).suggested
        complete: dict[str, Any] = {}
        for field in fields(self):
            chosen, usual = getattr(self, field.name), getattr(suggested, field.name)
            if chosen is not None and usual is None:
                raise _useless(architecture, field.name)
            complete[field.name] = usual if chosen is None else chosen
        options = NetworkOptions(**complete)
        _check(options)
        return options

    def chosen(self) -> dict[str, Any]:
        """Return the options other than None by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Architecture:
    """Idea of a network, in a few words and in a sentence, and the usual options.

    The network has no use for options with None in `suggested`.
    """

    summary: str
    idea: str
    suggested: NetworkOptions


_RECURRENT = NetworkOptions(units=96, dropout=0.5, embedding="learnt")
_STACKED = NetworkOptions(units=96, layers=2, dropout=0.5, embedding="learnt")

ARCHITECTURES: Mapping[str, Architecture] = MappingProxyType(
    {
        "bow": Architecture(
            "bag of stems",
            "Which stems a message has, in whatever order, through two dense layers: what most "
            "tutorials build.",
            NetworkOptions(units=128, dropout=0.5),
        ),
        "rnn": Architecture(
            "recurrent",
            "Reads word by word with the simplest recurrent layer; its last state answers.",
            _RECURRENT,
        ),
        "lstm": Architecture(
            "long memory",
            "The same with an LSTM, whose gates choose what to keep and what to forget.",
            _RECURRENT,
        ),
        "stacked_lstm": Architecture(
            "LSTMs in layers",
            "Each LSTM reads the states of the one below it, not words.",
            _STACKED,
        ),
        "bilstm": Architecture(
            "both directions",
            "One LSTM reads forwards and one backwards: each word is met with what follows, too.",
            _RECURRENT,
        ),
        "bilstm_attention": Architecture(
            "weighs words",
            "Looks at the states of all words instead of the last, and learns which words matter.",
            _RECURRENT,
        ),
        FROM_SCRATCH: Architecture(
            "from scratch",
            "Builds words from stems and parts as well, so that it reads unseen and misspelt ones, "
            "and has a linear vote over TF-IDF terms beside it.",
            NetworkOptions(units=128, dropout=0.4),
        ),
        DISTILLED: Architecture(
            "learnt English",
            "An LSTM that reads fixed vectors of pieces of words, and learns the answers of the "
            "pretrained network to thousands of messages; a linear vote of TF-IDF terms beside it. "
            "It needs the encoder in training only, and answers about ten times faster.",
            NetworkOptions(units=128, dropout=0.3),
        ),
        PRETRAINED: Architecture(
            "knows languages",
            "Reads the vectors that the sentence encoder gives to pieces of words, so that it "
            "understands words nobody taught it; linear votes of the sentence and of TF-IDF terms "
            "beside it. It needs the encoder.",
            NetworkOptions(units=128, dropout=0.4),
        ),
    }
)


ChoiceReason = Literal["requested", "encoder_missing", "encoder_installed"]


@dataclass(frozen=True, slots=True)
class ArchitectureChoice:
    """Architecture to train, and the reason for the choice, given the language of the intents."""

    architecture: str
    reason: ChoiceReason
    language: str


def choose_architecture(
    requested: str, language: str, encoder_installed: bool
) -> ArchitectureChoice:
    """Return the architecture to train; "auto" needs the encoder of the language."""
    if requested != AUTO:
        return ArchitectureChoice(requested, "requested", language)
    if not encoder_installed:
        return ArchitectureChoice(FROM_SCRATCH, "encoder_missing", language)
    return ArchitectureChoice(PRETRAINED, "encoder_installed", language)


def architecture_named(name: str) -> Architecture:
    """Return the architecture called `name`. Raises NetworkOptionsError for an unknown name."""
    if name not in ARCHITECTURES:
        raise NetworkOptionsError(
            sentence(
                "There is no network “%(name)s”. Choose one of: %(names)s.",
                name=name,
                names=", ".join(ARCHITECTURES),
            )
        )
    return ARCHITECTURES[name]


def _useless(architecture: str, option: str) -> NetworkOptionsError:
    able = [
        name
        for name, other in ARCHITECTURES.items()
        if getattr(other.suggested, option) is not None
    ]
    return NetworkOptionsError(
        sentence(
            "The network %(architecture)s has no use for the option “%(option)s”: leave it out, or"
            " choose a network that has it (%(names)s).",
            architecture=architecture,
            option=option,
            names=", ".join(able),
        )
    )


def _check(options: NetworkOptions) -> None:
    units, layers, dropout, embedding = astuple(options)
    _check_sizes(units, layers)
    if dropout is not None and not 0 <= dropout <= MOST_DROPOUT:
        raise NetworkOptionsError(
            sentence(
                "A dropout of %(dropout)s cannot be learnt with: choose 0 to %(most)s.",
                dropout=dropout,
                most=MOST_DROPOUT,
            )
        )
    if embedding not in (None, *EMBEDDINGS):
        raise NetworkOptionsError(
            sentence(
                "There is no embedding “%(embedding)s”: choose one of %(names)s.",
                embedding=embedding,
                names=", ".join(EMBEDDINGS),
            )
        )


def _check_sizes(units: int | None, layers: int | None) -> None:
    if units is not None and not 1 <= units <= MOST_UNITS:
        raise NetworkOptionsError(
            sentence(
                "%(units)s units make no layer: choose 1 to %(most)s.", units=units, most=MOST_UNITS
            )
        )
    if layers is not None and not 1 <= layers <= MOST_LAYERS:
        raise NetworkOptionsError(
            sentence(
                "%(layers)s layers make no network: choose 1 to %(most)s.",
                layers=layers,
                most=MOST_LAYERS,
            )
        )

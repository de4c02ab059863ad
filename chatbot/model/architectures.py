"""The networks that can be chosen by name, and what can be chosen about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, fields
from types import MappingProxyType
from typing import Any, Literal

Embedding = Literal["learnt", "one_hot"]

EMBEDDINGS: tuple[Embedding, ...] = ("learnt", "one_hot")
MOST_UNITS, MOST_LAYERS, MOST_DROPOUT = 1024, 8, 0.9
AUTO, FROM_SCRATCH, PRETRAINED = "auto", "wide_deep", "pretrained"
ENGLISH = "english"
LINEAR = "linear"
"""The branch that votes by TF-IDF terms: a layer of a network, and an output of its graph."""


class NetworkOptionsError(ValueError):
    """There is no such network, or it has no use for an option; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """What can be chosen about a network; None takes what its architecture suggests.

    `units` is the width of a (recurrent) layer, `layers` how many there are, `dropout` the share
    of values that are left out in training, and `embedding` how a word becomes a vector.
    """

    units: int | None = None
    layers: int | None = None
    dropout: float | None = None
    embedding: Embedding | None = None

    def completed(self, architecture: str) -> NetworkOptions:
        """Return the options with those of the architecture where none was chosen.

        Raises NetworkOptionsError for what it has no use for, and for sizes that make no sense.
        """
        suggested = architecture_named(architecture).suggested
        complete: dict[str, Any] = {}
        for field in fields(self):
            chosen, usual = getattr(self, field.name), getattr(suggested, field.name)
            if chosen is not None and usual is None:
                raise NetworkOptionsError(_useless(architecture, field.name))
            complete[field.name] = usual if chosen is None else chosen
        options = NetworkOptions(**complete)
        _check(options)
        return options

    def chosen(self) -> dict[str, Any]:
        """Return the options that are not None by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Architecture:
    """The idea of a network, in a few words and in a sentence.

    Of the options that are `suggested`, those that are None are of no use to it.
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
        PRETRAINED: Architecture(
            "knows English",
            "Reads the vectors that the sentence encoder gives to pieces of words, so that it "
            "understands words nobody taught it; linear votes of the sentence and of TF-IDF terms "
            "beside it. It needs the encoder.",
            NetworkOptions(units=128, dropout=0.4),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class ArchitectureChoice:
    """The architecture to train, and why it is this one, as part of a sentence."""

    architecture: str
    reason: str


def chosen_architecture(wanted: str, language: str, encoder_installed: bool) -> ArchitectureChoice:
    """Return what `wanted` comes to: "auto" takes the pretrained network where that can read."""
    if wanted != AUTO:
        return ArchitectureChoice(wanted, "you asked for it")
    if language != ENGLISH:
        named = language.capitalize()
        return ArchitectureChoice(
            FROM_SCRATCH, f"the sentence encoder knows English, and this is {named}"
        )
    if not encoder_installed:
        return ArchitectureChoice(FROM_SCRATCH, "the sentence encoder is not installed")
    return ArchitectureChoice(
        PRETRAINED, "the sentence encoder is installed, and the language is English"
    )


def architecture_named(name: str) -> Architecture:
    """Return the architecture of this name. Raises NetworkOptionsError where there is none."""
    if name not in ARCHITECTURES:
        raise NetworkOptionsError(
            f"There is no network {name!r}. Choose one of: {', '.join(ARCHITECTURES)}."
        )
    return ARCHITECTURES[name]


def _useless(architecture: str, option: str) -> str:
    able = [n for n, each in ARCHITECTURES.items() if getattr(each.suggested, option) is not None]
    return (
        f"The network {architecture} has no use for the option {option!r}: leave it out, or choose "
        f"a network that has it ({', '.join(able)})."
    )


def _check(options: NetworkOptions) -> None:
    units, layers, dropout, embedding = astuple(options)
    if units is not None and not 1 <= units <= MOST_UNITS:
        raise NetworkOptionsError(f"{units} units make no layer: choose 1 to {MOST_UNITS}.")
    if layers is not None and not 1 <= layers <= MOST_LAYERS:
        raise NetworkOptionsError(f"{layers} layers make no network: choose 1 to {MOST_LAYERS}.")
    if dropout is not None and not 0 <= dropout <= MOST_DROPOUT:
        raise NetworkOptionsError(
            f"A dropout of {dropout} cannot be learnt with: choose 0 to {MOST_DROPOUT}."
        )
    if embedding not in (None, *EMBEDDINGS):
        raise NetworkOptionsError(
            f"There is no embedding {embedding!r}: choose one of {', '.join(EMBEDDINGS)}."
        )

"""What the bot can recognise and say: intents, and the set of them that is loaded from files."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import TypeAdapter, ValidationError

FALLBACK_TAG, CLARIFICATION_TAG = "fallback", "clarification"

RESERVED_TAGS = (FALLBACK_TAG, CLARIFICATION_TAG)
"""Intents whose responses the bot gives by itself; no message reaches them."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Something a person may want: how it is said (`patterns`) and what the bot answers.

    `context_set` names the contexts that an answer opens, `context_filter` those of which one must
    be open. `tests` are messages that must reach the intent and are never trained on.
    """

    tag: str
    patterns: tuple[str, ...] = ()
    responses: tuple[str, ...] = ()
    context_set: tuple[str, ...] = ()
    context_filter: tuple[str, ...] = ()
    description: str = ""
    tests: tuple[str, ...] = ()


@dataclass(frozen=True)
class IntentSet:
    """The intents in the order of their files; every tag is there once (else a ValueError)."""

    intents: tuple[Intent, ...]

    def __post_init__(self) -> None:
        if len(self._by_tag) < len(self.intents):
            raise ValueError("Two intents of a set have the same tag: give each its own.")

    def __iter__(self) -> Iterator[Intent]:
        return iter(self.intents)

    def __len__(self) -> int:
        return len(self.intents)

    def get(self, tag: str) -> Intent | None:
        """Return the intent with this tag, or None."""
        return self._by_tag.get(tag)

    @cached_property
    def _by_tag(self) -> dict[str, Intent]:
        return {intent.tag: intent for intent in self.intents}

    @property
    def awaited_contexts(self) -> tuple[str, ...]:
        """The contexts that some intent waits for, by name."""
        return tuple(sorted({name for intent in self.intents for name in intent.context_filter}))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of all that training and answering read: not of descriptions and tests."""
        read = [
            [i.tag, i.patterns, i.responses, i.context_set, i.context_filter] for i in self.intents
        ]
        return hashlib.sha256(json.dumps(read, separators=(",", ":")).encode()).hexdigest()

    def to_json(self) -> str:
        """Return the set as one JSON text, from which `from_json` makes an equal set."""
        return _INTENTS.dump_json(self.intents).decode()

    @classmethod
    def from_entries(cls, entries: Sequence[Mapping[str, object]]) -> "IntentSet":
        """The set of checked entries, each with the fields of `Intent`."""
        return cls(_INTENTS.validate_python(entries))

    @classmethod
    def from_json(cls, text: str) -> "IntentSet":
        """Return the set that `to_json` wrote; a ValueError if the text is anything else."""
        try:
            return cls(_INTENTS.validate_json(text))
        except ValidationError as error:
            raise ValueError("This is not a snapshot of intents.") from error


_INTENTS = TypeAdapter(tuple[Intent, ...])

"""What the bot can recognise and say: intents, and the set of them that is loaded from files."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from chatbot.intents.checks import CheckedFile, repeated_tags, without_patterns
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file

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
    def load(cls, path: str | PathLike[str]) -> "IntentSet":
        """Load the intents of a file, or of all files of a folder in the order of their names.

        Raises IntentsError with every problem of every file.
        """
        return cls.from_files([read_file(file) for file in intent_paths(Path(path))])

    @classmethod
    def from_files(cls, files: Sequence[CheckedFile]) -> "IntentSet":
        """Join the intents of checked files, in their order. Raises IntentsError."""
        problems = [problem for file in files for problem in file.problems]
        problems += [*repeated_tags(files), *without_patterns(files)]
        if problems:
            raise IntentsError(problems)
        entries = [entry.model_dump() for file in files for entry in file.entries]
        return cls(_INTENTS.validate_python(entries))

    @classmethod
    def from_json(cls, text: str) -> "IntentSet":
        """Return the set that `to_json` wrote; a ValueError if the text is anything else."""
        try:
            return cls(_INTENTS.validate_json(text))
        except ValidationError as error:
            raise ValueError("This is not a snapshot of intents.") from error


_INTENTS = TypeAdapter(tuple[Intent, ...])

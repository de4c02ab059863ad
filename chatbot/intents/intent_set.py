"""Intents, and the set of intents in the files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from chatbot.intents.errors import IntentsError
from chatbot.intents.reserved_tags import CLARIFICATION_TAG, FALLBACK_TAG, RESERVED_TAGS

if TYPE_CHECKING:
    from chatbot.intents.checks import CheckedFile
    from chatbot.intents.joining import JoinedFiles

__all__ = ["CLARIFICATION_TAG", "FALLBACK_TAG", "RESERVED_TAGS", "Intent", "IntentSet"]


@dataclass(frozen=True, slots=True)
class Intent:
    """Purpose of a message: `patterns` of messages, and the bot's responses.

    `context_set` names the contexts opened by an answer; CLOSE_ALL closes all earlier ones. At
    least one context of `context_filter` has to be open. `tests` are messages to be classified as
    the intent, never trained on.
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
    """Intents in the order of the files. Raises ValueError for two with the same tag."""

    intents: tuple[Intent, ...]

    def __post_init__(self) -> None:
        if len(self._by_tag) < len(self.intents):
            raise ValueError("Two intents of a set have the same tag: give each its own.")

    def __iter__(self) -> Iterator[Intent]:
        return iter(self.intents)

    def __len__(self) -> int:
        return len(self.intents)

    def get(self, tag: str) -> Intent | None:
        """The intent with the tag, or None."""
        return self._by_tag.get(tag)

    @cached_property
    def _by_tag(self) -> dict[str, Intent]:
        return {intent.tag: intent for intent in self.intents}

    @property
    def awaited_contexts(self) -> tuple[str, ...]:
        """Contexts in the filters of intents, sorted."""
        return tuple(sorted({name for intent in self.intents for name in intent.context_filter}))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of everything read in training and answering: no descriptions, no tests."""
        read = [
            [i.tag, i.patterns, i.responses, i.context_set, i.context_filter] for i in self.intents
        ]
        return hashlib.sha256(json.dumps(read, separators=(",", ":")).encode()).hexdigest()

    def to_json(self) -> str:
        """The set as a JSON text, to be read by `from_json`."""
        return _INTENTS.dump_json(self.intents).decode()

    @classmethod
    def load(cls, path: str | PathLike[str]) -> IntentSet:
        """Load the intents of a file, or of all files of a folder, sorted by name.

        Raises IntentsError with all problems of all files.
        """
        # Imported here, as below: a process that answers from a bundle never reads the files.
        from chatbot.intents.files import intent_paths, read_file

        return cls.from_files([read_file(file) for file in intent_paths(Path(path))])

    @classmethod
    def from_files(cls, files: Sequence[CheckedFile]) -> IntentSet:
        """Join the intents of checked files, in the given order; raises IntentsError."""
        from chatbot.intents.joining import join

        joined = join(files)
        if joined.problems:
            raise IntentsError(joined.problems)
        return cls.from_joined(joined)

    @classmethod
    def from_joined(cls, files: JoinedFiles) -> IntentSet:
        """Return the intents of joined files, as far as they are valid."""
        return cls(_INTENTS.validate_python([i.entry.model_dump() for i in files.intents]))

    @classmethod
    def from_json(cls, text: str) -> IntentSet:
        """Read the output of `to_json`; raises ValueError for any other text."""
        try:
            return cls(_INTENTS.validate_json(text))
        except ValidationError as error:
            raise ValueError("This is not a snapshot of intents.") from error


_INTENTS = TypeAdapter(tuple[Intent, ...])

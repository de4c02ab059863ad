"""Intents, and the set of intents in the files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from functools import cache, cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from chatbot.intents.actions.action import Action
from chatbot.intents.conversations.turn import Conversation
from chatbot.intents.forms.form import Form
from chatbot.intents.marks.mark import Marks
from chatbot.intents.page.declaration import NO_PAGE, PageDeclaration
from chatbot.intents.reserved_tags import CLARIFICATION_TAG, FALLBACK_TAG, RESERVED_TAGS
from chatbot.intents.responses.rich import RichResponse

if TYPE_CHECKING:
    from chatbot.intents.checks import CheckedFile
    from chatbot.intents.joining import JoinedFiles

__all__ = ["CLARIFICATION_TAG", "FALLBACK_TAG", "RESERVED_TAGS", "Intent", "IntentSet"]

MOST_INTENTS = 8_000
"""Limit of the intents of a file or an import: bots with a thousand are rare."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Purpose of a message: `patterns` of messages, and the bot's responses.

    `context_set` names the contexts opened by an answer; CLOSE_ALL closes all earlier ones.
    `lifespans` are messages until these close, None for no limit, where the author gives them; 0
    closes a context that is open. At least one context of `context_filter` has to be open, or all
    if it `needs_all`. `tests` are messages to be classified as the intent, never trained on. With a
    `form`, its slots are asked for before the answer; with an `action`, a webhook answers. `rich`
    has the quick replies and conditions of responses, by the keys of `response_keys`; `marks` are
    the values of entities in patterns, by the texts of these.
    """

    tag: str
    patterns: tuple[str, ...] = ()
    responses: tuple[str, ...] = ()
    context_set: tuple[str, ...] = ()
    context_filter: tuple[str, ...] = ()
    description: str = ""
    tests: tuple[str, ...] = ()
    lifespans: Mapping[str, int | None] = field(default_factory=dict, hash=False)
    needs_all: bool = False
    form: Form | None = None
    rich: Mapping[str, RichResponse] = field(default_factory=dict, hash=False)
    action: Action | None = None
    marks: Marks = field(default_factory=dict, hash=False)

    @property
    def contexts(self) -> tuple[Any, ...]:
        """All about contexts, to be compared; two parts for an intent without lifespans."""
        lifetimes = (sorted(self.lifespans.items()), self.needs_all)
        return (self.context_set, self.context_filter, *(lifetimes if any(lifetimes) else ()))


@dataclass(frozen=True)
class IntentSet:
    """Intents in the order of the files, conversations that test a bot, and what a page may set.

    Raises ValueError for two intents with the same tag.
    """

    intents: tuple[Intent, ...]
    conversations: tuple[Conversation, ...] = ()
    page: PageDeclaration = NO_PAGE

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
        """Contexts in the filters of intents and in the conditions of responses, sorted."""
        filters = {name for intent in self.intents for name in intent.context_filter}
        rich = (response for intent in self.intents for response in intent.rich.values())
        return tuple(sorted(filters.union(*(response.contexts for response in rich))))

    @property
    def test_count(self) -> int:
        """Number of tests: messages and conversations."""
        return sum(len(intent.tests) for intent in self.intents) + len(self.conversations)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of everything read in training and answering: no descriptions, no tests."""
        read = [[i.tag, i.patterns, i.responses, *i.contexts] for i in self.intents]
        read += [[i.tag, asdict(i.form)] for i in self.intents if i.form]
        read += [[i.tag, asdict(i.action)] for i in self.intents if i.action]
        read += [[i.tag, text, asdict(rich)] for i in self.intents for text, rich in i.rich.items()]
        read += [[i.tag, _plain_marks(i)] for i in self.intents if i.marks]
        read += [["page", asdict(self.page)]] if self.page else []
        return hashlib.sha256(json.dumps(read, separators=(",", ":")).encode()).hexdigest()

    def to_json(self) -> str:
        """The set as a JSON text, to be read by `from_json`."""
        # Sets without marks are as they were for readers that know none.
        unmarked = not any(intent.marks for intent in self.intents)
        without: dict[str, Any] | None = {"__all__": {"marks"}} if unmarked else None
        if self.conversations or self.page:
            return _set().dump_json(self, exclude=without and {"intents": without}).decode()
        return _INTENTS.dump_json(self.intents, exclude=without).decode()

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
        joined.raise_problems()
        return cls.from_joined(joined)

    @classmethod
    def from_joined(cls, files: JoinedFiles) -> IntentSet:
        """Return the intents of joined files, as far as they are valid."""
        values = [
            intent.values()
            | {"form": entry.form and entry.form.form(files.entities)}
            | {"action": entry.action and entry.action.action(files.entities)}
            for intent in files.intents
            for entry in (intent.entry,)
        ]
        return cls(_INTENTS.validate_python(values), files.conversations, files.page)

    @classmethod
    def from_json(cls, text: str) -> IntentSet:
        """Read the output of `to_json`; raises ValueError for any other text."""
        try:
            return (
                _set().validate_json(text) if text[:1] == "{" else cls(_INTENTS.validate_json(text))
            )
        except ValidationError as error:
            raise ValueError("This is not a snapshot of intents.") from error


def _plain_marks(intent: Intent) -> list[list[Any]]:
    return [[text, *map(astuple, marks)] for text, marks in sorted(intent.marks.items())]


_INTENTS = TypeAdapter(tuple[Intent, ...])


@cache
def _set() -> TypeAdapter[IntentSet]:
    """Reader of sets with conversations or a page: 0.2 MB that bots without them do not need."""
    return TypeAdapter(IntentSet)

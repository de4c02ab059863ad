"""Draft of an import: intents and losses, collected file by file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from chatbot.intents.formats.columns import Columns, Meaning
from chatbot.intents.formats.imported import GuessedColumns, Loss, LossKind
from chatbot.intents.intent_set import FALLBACK_TAG, Intent
from chatbot.intents.reserved_tags import CLOSE_ALL
from chatbot.text.comparison import comparison_key, is_blank

_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class IntentDraft:
    """Intent in the making."""

    tag: str
    patterns: list[str] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)
    context_set: list[str] = field(default_factory=list)
    context_filter: list[str] = field(default_factory=list)
    description: str = ""
    tests: list[str] = field(default_factory=list)


class ImportDraft:
    """Intents by their tags, in order, and losses by their kinds.

    `language` is the one to read of a bot that speaks several, "" for the bot's own choice.
    `columns` are those of a table that are chosen, by name or number; none to find them.
    """

    def __init__(
        self, language: str = "", columns: Mapping[Meaning, str] = MappingProxyType({})
    ) -> None:
        self.language = language
        self.columns = columns
        self.guesses: list[GuessedColumns] = []
        self._intents: dict[str, IntentDraft] = {}
        self._numbers: dict[str, int] = {}
        self._counts: Counter[LossKind] = Counter()
        self._examples: dict[LossKind, str] = {}

    def intent(self, tag: Any) -> IntentDraft:
        """The draft of an intent, made if it is new; of a nameless one, a draft that is lost."""
        name = _encodable(tag).strip() if isinstance(tag, str) else ""
        if is_blank(name):
            self.lose("unnamed_intent")
            return IntentDraft("")
        return self._intents.setdefault(name, IntentDraft(name))

    def present(self, tag: str) -> IntentDraft | None:
        """The draft of an intent, None if there is none."""
        return self._intents.get(tag.strip())

    def drafts(self) -> tuple[IntentDraft, ...]:
        """All drafts, in the order of their making."""
        return tuple(self._intents.values())

    def drop_empty(self, tag: str) -> None:
        """Forget an intent without content, which was only named."""
        intent = self._intents.get(tag)
        if intent and not (intent.patterns or intent.responses):
            self.drop(tag)

    def drop(self, tag: str) -> None:
        """Forget an intent, whose content is in another one."""
        del self._intents[tag]

    def free_tag(self, tag: str) -> str:
        """The tag with a number after it, if it is taken."""
        free, number = tag, self._numbers.get(tag, 1)
        while free in self._intents:
            number += 1
            free = f"{tag}_{number}"
        self._numbers[tag] = number
        return free

    @property
    def fallback(self) -> IntentDraft:
        """The draft of the fallback."""
        return self.intent(FALLBACK_TAG)

    def lose(self, kind: LossKind, example: str = "", count: int = 1) -> None:
        """Count something that is not carried over."""
        if count:
            self._counts[kind] += count
            self._examples.setdefault(kind, example)

    def note_guess(self, file: str, columns: Columns) -> None:
        """Remember columns of a table that were found by a guess."""
        if columns.guessed:
            numbers = {meaning: index + 1 for meaning, index in columns.indices.items()}
            self.guesses.append(GuessedColumns(file, numbers))

    def objects(self, value: Any, place: str) -> list[dict[str, Any]]:
        """The objects of a list; None is an empty one, and anything else is lost."""
        return self._of_type(value, dict, place)

    def texts(self, value: Any, place: str) -> list[str]:
        """The texts of a list, or a text alone; None is an empty list, anything else is lost."""
        return self._of_type([value] if isinstance(value, str) else value, str, place)

    def mapping(self, value: Any, place: str) -> dict[str, Any]:
        """An object; None is an empty one, and anything else is lost."""
        is_mapping = isinstance(value, dict)
        self.lose("malformed", place, count=0 if is_mapping or value is None else 1)
        return value if is_mapping else {}

    def losses(self) -> tuple[Loss, ...]:
        """The losses, the most frequent first."""
        counts = self._counts.most_common()
        return tuple(Loss(kind, count, self._examples[kind]) for kind, count in counts)

    def intents(self) -> tuple[Intent, ...]:
        """The intents with patterns or responses; whatever a file cannot hold is counted out."""
        finished = [self._finished(draft) for draft in self._intents.values()]
        return tuple(intent for intent in finished if intent)

    def _finished(self, draft: IntentDraft) -> Intent | None:
        patterns, responses = self._kept(draft.patterns), self._kept(draft.responses)
        if not patterns and not responses:
            self.lose("empty_intent", draft.tag)
            return None
        tests = self._kept(draft.tests)
        trained = {comparison_key(text) for text in patterns} if tests else set()
        fresh = tuple(text for text in tests if comparison_key(text) not in trained)
        self.lose("trained_test", draft.tag, len(tests) - len(fresh))
        return Intent(
            draft.tag,
            patterns,
            responses,
            (CLOSE_ALL,) * (CLOSE_ALL in draft.context_set) + self._names(draft.context_set),
            self._names(draft.context_filter),
            _encodable(draft.description),
            fresh,
        )

    def _kept(self, texts: Sequence[str]) -> tuple[str, ...]:
        visible = [text for text in texts if not is_blank(text)]
        kept = tuple(map(_encodable, visible))
        self.lose("blank_text", count=len(texts) - len(kept))
        changed = [new for old, new in zip(visible, kept, strict=True) if old is not new]
        self.lose("character", changed[0] if changed else "", len(changed))
        return kept

    def _names(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name.strip() for name in self._kept([name for name in names if name]))

    def _of_type(self, value: Any, kind: type, place: str) -> list[Any]:
        items = value if isinstance(value, list) else [] if value is None else [value]
        kept = [item for item in items if isinstance(item, kind)]
        if len(kept) == len(items):
            return kept
        lost = sum(item is not None for item in items) - len(kept)
        self.lose("malformed", place, lost)
        return kept


def _encodable(text: str) -> str:
    """The text with ? for halves of characters, which JSON can name and no file can hold."""
    if _HALVES.search(text) is None:
        return text
    return text.encode(errors="replace").decode()

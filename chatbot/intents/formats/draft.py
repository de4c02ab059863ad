"""Draft of an import: intents and losses, collected file by file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from chatbot.entities.entity import Entity
from chatbot.intents.dialects.fallback_names import is_plain_fallback, is_topic_name
from chatbot.intents.dialects.intent_reader import made_tag
from chatbot.intents.formats.forms.answer_buttons import AnswerButtons, note_quick_replies
from chatbot.intents.formats.forms.button_targets import ButtonTargets
from chatbot.intents.formats.forms.entity_draft import EntityDraft, EntityRoom
from chatbot.intents.formats.forms.finishing import finished_entities, place_forms
from chatbot.intents.formats.forms.form_draft import NO_PLACEHOLDER
from chatbot.intents.formats.imported import ContinuedRows, GuessedColumns, TopicColumn
from chatbot.intents.formats.intent_draft import IntentDraft, encodable
from chatbot.intents.formats.losses import LossCounter
from chatbot.intents.formats.tables.columns import Columns, Meaning
from chatbot.intents.intent_set import FALLBACK_TAG, MOST_INTENTS, Intent
from chatbot.intents.marks.mark import marks_of
from chatbot.text.comparison import comparison_key, is_blank

MOST_ENTITIES = 1_000
MOST_COPIES = 200_000
"""Limit of the texts of an import that are there once more in another context."""

_MADE_OF_SIGNS = "statement"


class TooManyIntentsError(Exception):
    """Error: more intents than any bot has."""


class ImportDraft(LossCounter):
    """Intents by their tags, in order, and losses by their kinds.

    `language` is the one to read of a bot that speaks several, "" for the bot's own choice.
    `columns` are those of a table that are chosen, by name or number; none to find them.
    `placeholder` finds those in texts, by the groups of NO_PLACEHOLDER.
    """

    def __init__(
        self, language: str = "", columns: Mapping[Meaning, str] = MappingProxyType({})
    ) -> None:
        super().__init__()
        self.language = language
        self.columns = columns
        self.guesses: list[GuessedColumns] = []
        self.topics: list[TopicColumn] = []
        self.continued: list[ContinuedRows] = []
        self.fallback_labels: dict[str, None] = {}
        self.entities: dict[str, EntityDraft] = {}
        self.buttons = AnswerButtons(self)
        self._room = EntityRoom()
        self._lost_entity = EntityDraft("", EntityRoom(0, 0), LossCounter())
        self.placeholder = NO_PLACEHOLDER
        self._intents: dict[str, IntentDraft] = {}
        self._numbers: dict[str, int] = {}
        self._made: dict[tuple[str, str], str] = {}
        self._copies = 0

    def intent(self, tag: Any) -> IntentDraft:
        """The draft of an intent, made if it is new; of a nameless one, a draft that is lost.

        Raises TooManyIntentsError, as does `copy_of`.
        """
        name = encodable(tag).strip() if isinstance(tag, str) else ""
        if is_blank(name):
            self.lose("unnamed_intent")
            return IntentDraft("")
        if len(self._intents) > MOST_INTENTS:
            raise TooManyIntentsError
        return self._intents.setdefault(name, IntentDraft(name))

    def labelled(self, label: Any) -> IntentDraft:
        """The draft of a label in a table: of the fallback, which is remembered, or of an intent.

        A name that a topic may have is one.
        """
        is_plain = isinstance(label, str) and is_plain_fallback(label) and not is_topic_name(label)
        if not is_plain or label.strip() == FALLBACK_TAG:
            return self.intent(label)
        self.fallback_labels[label.strip()] = None
        return self.fallback

    def copy_of(self, intent: IntentDraft, suffix: str) -> IntentDraft:
        """The draft of a new intent with the same patterns, for another context."""
        self._copies += len(intent.patterns)
        if self._copies > MOST_COPIES:
            raise TooManyIntentsError
        copy = self.intent(self.free_tag(f"{intent.tag}_{suffix}"))
        copy.patterns += intent.patterns
        copy.original_tag = intent.original_tag or intent.tag
        copy.description, copy.form = intent.description, intent.form
        return copy

    def intent_of(self, text: str, context: str = "") -> IntentDraft:
        """The draft of a text without a tag: one for the same text in the same context."""
        key = comparison_key(text), context
        if key not in self._made:
            self._made[key] = self.free_tag(made_tag(text) or _MADE_OF_SIGNS)
        return self.intent(self._made[key])

    def entity(self, name: str) -> EntityDraft:
        """The draft of an entity, made if it is new; of too many, a draft that is lost."""
        if name not in self.entities and len(self.entities) == MOST_ENTITIES:
            self.lose("entity", name)
            return self._lost_entity
        return self.entities.setdefault(name, EntityDraft(name, self._room, self))

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

    def note_guess(self, file: str, columns: Columns) -> None:
        """Remember columns of a table that were found by a guess."""
        if columns.guessed:
            self.guesses.append(GuessedColumns(file, columns.numbers))

    def note_topics(self, file: str, name: str, columns: Columns) -> None:
        """Remember a column of topics that is not read as the intents, as it is in `columns`."""
        self.topics.append(TopicColumn(file, name, columns.numbers))

    def note_continued(self, file: str, meaning: Meaning, count: int) -> None:
        """Remember rows of a table with an empty cell that is read as that of the row above."""
        if count:
            self.continued.append(ContinuedRows(file, meaning, count))

    def objects(self, value: Any, place: str) -> list[dict[str, Any]]:
        """The objects of a list; None is an empty one, and anything else is lost."""
        return self._of_type(value, dict, place)

    def texts(self, value: Any, place: str) -> list[str]:
        """The texts of a list, or a text alone, also of numbers; None is an empty list.

        Anything else is lost.
        """
        items = value if isinstance(value, list) else [value]
        return self._of_type([_worded(item) for item in items], str, place)

    def mapping(self, value: Any, place: str) -> dict[str, Any]:
        """An object; None is an empty one, and anything else is lost."""
        is_mapping = isinstance(value, dict)
        self.lose("malformed", place, count=0 if is_mapping or value is None else 1)
        return value if is_mapping else {}

    def finished(self) -> tuple[tuple[Intent, ...], tuple[Entity, ...]]:
        """The intents with patterns or responses, and the entities that can be found.

        Whatever a file cannot hold is counted out.
        """
        targets = ButtonTargets(self.drafts())
        answers = self.buttons.find(self.drafts(), targets)
        targets.teach(button for answer in answers for button in answer.buttons)
        marks = (own for d in self.drafts() for own in marks_of(d.patterns).values())
        marked = {mark.entity for own in marks for mark in own}
        for name in self.entities.keys() - marked:
            self.entities[name].forget_marks()
        entities = finished_entities(self.entities.values())
        forms = place_forms(self.drafts(), entities, self.placeholder, self)
        note_quick_replies(answers)
        learnt = {d.name: e.name for d, e in entities.items() if e.kind == "learnt"}
        finished = [d.finished(self, forms.get(tag), learnt) for tag, d in self._intents.items()]
        return tuple(intent for intent in finished if intent), tuple(entities.values())

    def _of_type(self, value: Any, kind: type, place: str) -> list[Any]:
        items = value if isinstance(value, list) else [] if value is None else [value]
        kept = [item for item in items if isinstance(item, kind)]
        if len(kept) == len(items):
            return kept
        lost = sum(item is not None for item in items) - len(kept)
        self.lose("malformed", place, lost)
        return kept


def _worded(value: Any) -> Any:
    """The text of a number, any other value as it is."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value) if is_number else value

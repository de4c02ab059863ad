"""Intents from files of another program, and all that could not be carried over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from chatbot.entities.entity import Entity
from chatbot.intents.formats.tables.columns import Meaning
from chatbot.intents.intent_set import Intent

FormatName = Literal[
    "rasa",
    "dialogflow",
    "watsonx",
    "luis",
    "botpress",
    "chatterbot",
    "ai-chatbot-framework",
    "csv",
    "jsonl",
    "questions",
]
FORMAT_NAMES: tuple[FormatName, ...] = get_args(FormatName)

LossKind = Literal[
    "action",
    "blank_text",
    "cancellation",
    "character",
    "column",
    "condition",
    "context_fallback",
    "dialog_node",
    "disabled",
    "empty_intent",
    "entity",
    "entity_mark",
    "event",
    "expansion",
    "form",
    "greeting",
    "jump",
    "key",
    "language",
    "line",
    "lookup",
    "malformed",
    "nearest_entity",
    "markup",
    "optional_parameter",
    "other_file",
    "parameter",
    "placeholder",
    "priority",
    "regex",
    "rich_response",
    "several_values",
    "slot",
    "slot_source",
    "story_step",
    "synonym",
    "template",
    "topic",
    "trained_test",
    "unanswered",
    "unnamed_intent",
    "unused_response",
    "value",
    "variable",
]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that was not carried over: its kind, how often, and the first of it."""

    kind: LossKind
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class GuessedColumns:
    """Columns of a table by meaning, counted from 1, that were found by a guess."""

    file: str
    numbers: Mapping[Meaning, int]


@dataclass(frozen=True, slots=True)
class ContinuedRows:
    """Rows of a table with an empty cell, of an intent or a response, that have the one above."""

    file: str
    meaning: Meaning
    count: int


@dataclass(frozen=True, slots=True)
class TopicColumn:
    """Column of topics that is not read, and the columns by which it would be, from 1."""

    file: str
    name: str
    numbers: Mapping[Meaning, int]


@dataclass(frozen=True, slots=True)
class ImportedIntents:
    """Intents and entities in the order of the files, and the losses, the most frequent first.

    `entities` are those of the forms, and others that a form may use. `files` is the number of
    files that hold intents. `guesses`, `topics`, `continued` and `fallback_labels` are about
    tables, the last ones names of intents that are read as the fallback.
    """

    format: FormatName
    files: int
    intents: tuple[Intent, ...]
    entities: tuple[Entity, ...]
    losses: tuple[Loss, ...]
    guesses: tuple[GuessedColumns, ...] = ()
    continued: tuple[ContinuedRows, ...] = ()
    fallback_labels: tuple[str, ...] = ()
    topics: tuple[TopicColumn, ...] = ()

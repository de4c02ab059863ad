"""Notes of a training run, as stored in the database beside their English."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import TypeAdapter

from chatbot.evaluation.rejections import Rejection
from chatbot.intents.linting.finding import Finding
from chatbot.text.sentence import Sentence, as_sentence
from web.core.stored_values import read_stored

NoteCode = Literal[
    "begins",
    "uncorrected",
    "foreign_language",
    "language_clear",
    "language_likely",
    "language_unclear",
    "encoder",
    "votes",
    "round",
    "last_round",
    "student",
    "teacher",
    "values",
    "rejection",
    "live",
    "overridden",
    "waits",
    "rejected",
    "cancelled",
    "handed_back",
    "interrupted",
    "ended",
    "killed",
    "out_of_memory",
    "problems",
    "explained",
    "not_stored",
    "unexpected",
    "text",
]
"""Codes, in the order of a run's life; the last is for what an earlier release has stored."""


@dataclass(frozen=True, slots=True)
class RunNote:
    """Event of a training run, worded where it is shown.

    `number` counts intents, problems or held-out values, or is that of a round, of a version or an
    exit code; `total` counts patterns, rounds or files. `share` is the accuracy of the student, or
    the F1 of values, and `other_share` the accuracy of the teacher. `name` is that of a person, an
    intent, a language or a signal. `text` is an answer, the cause of an error, or a sentence of an
    earlier release. `sentences` are problems, a reason or an error in the words of the library.
    """

    code: NoteCode
    number: int = 0
    total: int = 0
    share: float = 0.0
    other_share: float = 0.0
    name: str = ""
    text: str = ""
    sentences: tuple[str, ...] = ()
    finding: Finding | None = None
    rejection: Rejection | None = None


_NOTE = TypeAdapter(RunNote)
_PARTS: dict[NoteCode, str] = {
    "uncorrected": "sentences",
    "foreign_language": "finding",
    "rejection": "rejection",
    "problems": "sentences",
    "explained": "sentences",
}
"""Fields that notes cannot do without, by code."""


def column_of(note: RunNote) -> dict[str, Any] | None:
    """JSON value of a column; None for a note that is nothing but its text."""
    if note.code == "text":
        return None
    values: dict[str, Any] = _NOTE.dump_python(
        note, mode="json", exclude_defaults=True, by_alias=True
    )
    sentences = [as_sentence(sentence).to_json() for sentence in note.sentences]
    return values | {"sentences": sentences} if sentences else values


def note_of(column: dict[str, Any] | None, text: str) -> RunNote:
    """Note in a column; where there is none, or one of a later release, the text beside it."""
    stored = RunNote("text", text=text)
    return stored if column is None else read_stored(_read, column, stored, "a note of a run")


def _read(column: dict[str, Any]) -> RunNote:
    sentences = tuple(map(Sentence.from_json, column.get("sentences", ())))
    without = {name: value for name, value in column.items() if name != "sentences"}
    note = replace(_NOTE.validate_python(without), sentences=sentences)
    if note.code in _PARTS and not getattr(note, _PARTS[note.code]):
        raise ValueError("a part of the note is missing")
    return note

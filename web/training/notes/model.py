"""Notes about networks that learn, and about what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chatbot.model.architectures import DISTILLED
from chatbot.model.bundle import Metadata, Metrics
from web.training.notes.note import NoteCode, RunNote

if TYPE_CHECKING:
    from chatbot.training.progress import EpochProgress


def round_note(progress: EpochProgress) -> RunNote:
    """Note of a network that begins to learn; the last one will answer."""
    code: NoteCode = "last_round" if progress.round == progress.rounds else "round"
    return RunNote(code, number=progress.round, total=progress.rounds)


def student_notes(metadata: Metadata) -> Iterator[RunNote]:
    """Note of student and teacher, named after the one that answers; none without a student."""
    student, teacher = metadata.metrics.student_accuracy, metadata.metrics.teacher_accuracy
    if student is not None and teacher is not None:
        code: NoteCode = "student" if metadata.architecture == DISTILLED else "teacher"
        yield RunNote(code, share=student, other_share=teacher)


def learnt_values_notes(metrics: Metrics) -> Iterator[RunNote]:
    """Note of the values that were found in held-out patterns; none where there were none."""
    if metrics.held_out_values_f1 is not None:
        yield RunNote("values", number=metrics.held_out_values, share=metrics.held_out_values_f1)

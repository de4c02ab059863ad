"""Curated examples on the way into the intent files; the files have the last word from then on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from chatbot.intents.additions import Correction
from chatbot.intents.write_back import WriteBack, plan_write_back
from web.core import audit
from web.curation import service as curated
from web.curation.fitting import unfit_corrections
from web.curation.tables import CorrectedAnswer, CuratedExample, CuratedIntent


@dataclass(frozen=True)
class CuratedWriteBack:
    """Changes of the intent files, and the examples, intents and corrections in the changed files.

    `already` counts the examples found in the files before: such examples are only marked. `unfit`
    are the corrections that the files do not bear, with the problems: they go on waiting.
    """

    files: WriteBack
    examples: tuple[CuratedExample, ...]
    intents: tuple[CuratedIntent, ...]
    corrections: tuple[CorrectedAnswer, ...]
    already: int
    unfit: Mapping[Correction, str]


def plan(session: Session, path: Path) -> CuratedWriteBack:
    """Plan of writing every waiting example, intent and correction into the files.

    `files.write()` carries the plan out, and `note_written` is to follow: after a crash between the
    two, the next plan finds all in the files. Raises IntentsError and WriteBackError.
    """
    examples = curated.waiting_examples(session)
    intents = tuple(curated.waiting_intents(session))
    waiting = curated.waiting_corrections(session)
    unfit = unfit_corrections(path, map(curated.correction_of, waiting))
    corrections = [row for row in waiting if curated.correction_of(row) not in unfit]
    files = plan_write_back(path, curated.additions_of(examples, intents, corrections))
    orphans = set(files.orphans)
    done = tuple(example for example in examples if (example.intent, example.text) not in orphans)
    corrected = tuple(row for row in corrections if curated.correction_of(row) not in files.vain)
    written = sum(len(change.patterns) for change in files.changes)
    return CuratedWriteBack(files, done, intents, corrected, len(done) - written, unfit)


def note_written(session: Session, who: str, write_back: CuratedWriteBack) -> None:
    """Mark the rows as pulled, and note so in the audit log."""
    rows = write_back.examples, write_back.intents, write_back.corrections
    if not any(rows):
        return
    curated.mark_pulled(session, *rows)
    audit.note(
        session,
        who,
        "examples.pull",
        "intent files",
        files=[change.name for change in write_back.files.changes],
        examples=len(write_back.examples),
        intents=[intent.tag for intent in write_back.intents],
        answers=len(write_back.corrections),
    )

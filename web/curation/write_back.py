"""Curated examples on the way into the intent files; the files have the last word from then on."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from chatbot.intents.write_back import WriteBack, plan_write_back
from web.core import audit
from web.curation import service as curated
from web.curation.tables import CuratedExample, CuratedIntent


@dataclass(frozen=True)
class CuratedWriteBack:
    """Changes of the intent files, and the curated examples and intents in the changed files.

    `already` counts the examples found in the files before: such examples are only marked.
    """

    files: WriteBack
    examples: tuple[CuratedExample, ...]
    intents: tuple[CuratedIntent, ...]
    already: int


def plan(session: Session, path: Path) -> CuratedWriteBack:
    """Plan of writing every waiting example and intent into the files.

    `files.write()` carries the plan out, and `note_written` is to follow: after a crash between the
    two, the next plan finds all in the files. Raises IntentsError and WriteBackError.
    """
    examples = curated.waiting_examples(session)
    intents = tuple(curated.waiting_intents(session))
    files = plan_write_back(path, curated.additions_of(examples, intents))
    orphans = set(files.orphans)
    done = tuple(example for example in examples if (example.intent, example.text) not in orphans)
    written = sum(len(change.patterns) for change in files.changes)
    return CuratedWriteBack(files, done, intents, len(done) - written)


def note_written(session: Session, who: str, write_back: CuratedWriteBack) -> None:
    """Mark the examples and intents as pulled, and note so in the audit log."""
    if not (write_back.examples or write_back.intents):
        return
    curated.mark_pulled(session, write_back.examples, write_back.intents)
    audit.note(
        session,
        who,
        "examples.pull",
        "intent files",
        files=[change.name for change in write_back.files.changes],
        examples=len(write_back.examples),
        intents=[intent.tag for intent in write_back.intents],
    )

"""Curated examples on their way into the intent files, which have the last word from then on."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from chatbot.intents.write_back import WriteBack, planned
from web.core import audit
from web.core.database import reading, writing
from web.curation import service as curated
from web.curation.tables import CuratedExample, CuratedIntent


@dataclass(frozen=True)
class CuratedWriteBack:
    """What goes into the files, and what of the waiting is thereby done.

    `already` counts the examples that stood in the files before: those are only marked.
    """

    pull: WriteBack
    examples: tuple[CuratedExample, ...]
    intents: tuple[CuratedIntent, ...]
    already: int


def plan(session: Session, path: Path) -> CuratedWriteBack:
    """What a pull would do now. Raises IntentsError where the files have problems."""
    with reading(session):
        examples = curated.waiting_examples(session)
        intents = tuple(curated.waiting_intents(session))
        session.expunge_all()
    found = planned(path, curated.joined(examples, intents))
    homeless = set(found.homeless)
    done = tuple(example for example in examples if (example.intent, example.text) not in homeless)
    written = sum(len(change.patterns) for change in found.changes)
    return CuratedWriteBack(found, done, intents, len(done) - written)


def pull(session: Session, path: Path) -> CuratedWriteBack:
    """Write what waits into the files, then mark all of it as pulled.

    A crash between the two costs nothing: what the files have already is only marked next time.
    Raises IntentsError, PullError, and OSError where a file cannot be written.
    """
    found = plan(session, path)
    found.pull.write()
    if found.examples or found.intents:
        with writing(session):
            curated.mark_pulled(session, found.examples, found.intents)
            audit.note(
                session,
                audit.TERMINAL,
                "examples.pull",
                "intent files",
                files=[change.name for change in found.pull.changes],
                examples=len(found.examples),
                intents=[intent.tag for intent in found.intents],
            )
    return found

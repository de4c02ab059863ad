"""Curated examples, new intents and corrected answers not yet in the intent files."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.additions import Additions, Correction
from chatbot.intents.intent_set import Intent
from web.core.database import utc_now
from web.curation.tables import CorrectedAnswer, CuratedExample, CuratedIntent


def additions(session: Session, but: Collection[Correction] = ()) -> Additions:
    """Additions to the intents of the files, in the order of the decisions.

    `but` are corrections to leave out. Pulled examples are left out: the files have the last word.
    """
    corrections = waiting_corrections(session)
    fit = (row for row in corrections if correction_of(row) not in but)
    return additions_of(waiting_examples(session), waiting_intents(session), fit)


def additions_of(
    examples: Iterable[CuratedExample] = (),
    intents: Iterable[CuratedIntent] = (),
    corrections: Iterable[CorrectedAnswer] = (),
) -> Additions:
    """Additions by examples, new intents and corrected answers."""
    return Additions(
        tuple((example.intent, example.text) for example in examples),
        tuple(Intent(intent.tag, responses=intent.responses) for intent in intents),
        tuple(map(correction_of, corrections)),
    )


def correction_of(answer: CorrectedAnswer) -> Correction:
    """Correction by a row."""
    return Correction(answer.tag, answer.text_before, answer.text_after)


def waiting_examples(session: Session) -> list[CuratedExample]:
    """Examples not yet in the intent files, the oldest first."""
    waiting = sa.select(CuratedExample).where(CuratedExample.pulled_at.is_(None))
    return list(session.scalars(waiting.order_by(CuratedExample.id)))


def waiting_intents(session: Session) -> list[CuratedIntent]:
    """New intents not yet in the intent files, the oldest first."""
    waiting = sa.select(CuratedIntent).where(CuratedIntent.pulled_at.is_(None))
    return list(session.scalars(waiting.order_by(CuratedIntent.id)))


def waiting_corrections(session: Session) -> list[CorrectedAnswer]:
    """Corrected answers not yet in the intent files, the oldest first."""
    waiting = sa.select(CorrectedAnswer).where(CorrectedAnswer.pulled_at.is_(None))
    return list(session.scalars(waiting.order_by(CorrectedAnswer.id)))


def mark_pulled(
    session: Session,
    examples: Iterable[CuratedExample] = (),
    intents: Iterable[CuratedIntent] = (),
    corrections: Iterable[CorrectedAnswer] = (),
) -> None:
    """Mark rows as written to the files; what was edited after the reading goes on waiting."""
    now = utc_now()
    for example in examples:
        session.execute(
            sa.update(CuratedExample)
            .filter_by(id=example.id, text=example.text, intent=example.intent, pulled_at=None)
            .values(pulled_at=now)
        )
    for intent in intents:
        row = session.get(CuratedIntent, intent.id, with_for_update=True, populate_existing=True)
        if row and (row.tag, row.responses) == (intent.tag, intent.responses):
            row.pulled_at = row.pulled_at or now
    for answer in corrections:
        session.execute(
            sa.update(CorrectedAnswer)
            .filter_by(id=answer.id, text_after=answer.text_after, pulled_at=None)
            .values(pulled_at=now)
        )

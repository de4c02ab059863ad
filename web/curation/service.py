"""What people taught the bot since the intent files were written, and what of it is in them now."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.additions import Additions
from chatbot.intents.intent_set import Intent
from web.core.database import utc_now
from web.curation.tables import CuratedExample, CuratedIntent


def additions(session: Session) -> Additions:
    """Everything that was accepted and not yet pulled, in the order in which it was.

    What was pulled is in the files: where it is there no more, its author took it out.
    """
    return joined(waiting_examples(session), waiting_intents(session))


def joined(examples: Iterable[CuratedExample], intents: Iterable[CuratedIntent]) -> Additions:
    """These examples and new intents as what may be added to the intents of the files."""
    return Additions(
        tuple((example.intent, example.text) for example in examples),
        tuple(Intent(intent.tag, responses=(intent.response,)) for intent in intents),
    )


def waiting_examples(session: Session) -> list[CuratedExample]:
    """The examples that no intent file has yet, the oldest first."""
    wanted = sa.select(CuratedExample).where(CuratedExample.pulled_at.is_(None))
    return list(session.scalars(wanted.order_by(CuratedExample.id)))


def waiting_intents(session: Session) -> list[CuratedIntent]:
    """The new intents that no intent file has yet, the oldest first."""
    wanted = sa.select(CuratedIntent).where(CuratedIntent.pulled_at.is_(None))
    return list(session.scalars(wanted.order_by(CuratedIntent.id)))


def mark_pulled(
    session: Session, examples: Iterable[CuratedExample], intents: Iterable[CuratedIntent]
) -> None:
    """Note that the files have these now; what was edited since it was read goes on waiting."""
    now = utc_now()
    example, intent = CuratedExample, CuratedIntent
    for one in examples:
        same = sa.update(example).filter_by(id=one.id, text=one.text, intent=one.intent)
        session.execute(same.where(example.pulled_at.is_(None)).values(pulled_at=now))
    for new in intents:
        same = sa.update(intent).filter_by(id=new.id, response=new.response)
        session.execute(same.where(intent.pulled_at.is_(None)).values(pulled_at=now))

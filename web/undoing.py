"""Decisions taken back: with them goes all that came of them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web import audit
from web.curated_models import CuratedExample, CuratedIntent, DecidedMessage, Decision
from web.decisions import DecisionError, sentence
from web.locks import take_turn

RECENT = 10


@dataclass(frozen=True, slots=True)
class Recent:
    """A decision that can still be taken back."""

    id: int
    sentence: str
    who: str
    created_at: datetime


def undo(session: Session, who: str, number: int) -> str:
    """Take a decision back, with all that came of it; raises DecisionError."""
    take_turn(session, "decisions")
    decision = session.scalar(sa.select(Decision).filter_by(id=number).with_for_update())
    if decision is None:
        raise DecisionError("This decision has been taken back already.")
    _check_undo(session, decision)
    count = session.scalar(
        sa.select(sa.func.count()).select_from(DecidedMessage).filter_by(decision_id=number)
    )
    said = sentence(decision.kind, decision.intent or "", count or 0)
    session.execute(sa.delete(Decision).filter_by(id=number))
    audit.note(session, who, "inbox.undo", f"decision {number}", decided=said, by=decision.who)
    return f"Taken back: {said}"


def recent(session: Session) -> list[Recent]:
    """The last decisions that came to nothing but examples that wait, the newest first."""
    pulled = [
        sa.exists().where(table.decision_id == Decision.id, table.pulled_at.is_not(None))
        for table in (CuratedExample, CuratedIntent)
    ]
    count = sa.select(sa.func.count()).where(DecidedMessage.decision_id == Decision.id)
    rows = session.execute(
        sa.select(Decision, count.scalar_subquery())
        .where(~sa.or_(*pulled))
        .order_by(Decision.id.desc())
        .limit(RECENT)
    )
    return [
        Recent(each.id, sentence(each.kind, each.intent or "", number), each.who, each.created_at)
        for each, number in rows
    ]


def _check_undo(session: Session, decision: Decision) -> None:
    for table in (CuratedExample, CuratedIntent):
        pulled = sa.select(table.id).where(
            table.decision_id == decision.id, table.pulled_at.is_not(None)
        )
        if session.scalar(pulled.limit(1)) is not None:
            raise DecisionError(
                "What came of this decision is in the intent files already: take it out there."
            )
    if decision.kind == "new_intent" and _is_used_elsewhere(session, decision):
        raise DecisionError(
            f'Other messages were assigned to "{decision.intent}" since: take that back first, '
            "or move their examples to another intent."
        )


def _is_used_elsewhere(session: Session, decision: Decision) -> bool:
    others = sa.select(CuratedExample.id).where(
        CuratedExample.intent == decision.intent,
        CuratedExample.decision_id != decision.id,
        CuratedExample.pulled_at.is_(None),
    )
    return session.scalar(others.limit(1)) is not None

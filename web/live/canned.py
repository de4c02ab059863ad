"""Canned answers: texts that persons give often."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core.audit import note
from web.core.database import as_typed, change
from web.core.errors import NotFoundError, RefusedError
from web.handovers.tables import CannedAnswer
from web.http.translation import _

MOST = 200
LONGEST_TITLE = 80
LONGEST_TEXT = 4_000


class CannedAnswerNotFoundError(NotFoundError):
    def __init__(self, number: int) -> None:
        super().__init__(
            _("There is no canned answer %(number)d: somebody has deleted it.", number=number)
        )


class CannedAnswerError(RefusedError):
    """Error: a canned answer without a title or a text, or one too many."""


def canned_answers(session: Session) -> list[CannedAnswer]:
    """All canned answers by title."""
    return list(session.scalars(sa.select(CannedAnswer).order_by(CannedAnswer.title)))


def add(session: Session, who: str, title: str, text: str) -> None:
    """Add a canned answer; raises CannedAnswerError."""
    title, text = as_typed(title), as_typed(text)
    if not title or not text:
        raise CannedAnswerError(_("Write a title and a text."))
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise CannedAnswerError(
            _(
                "Write at most %(title)d characters as a title, and %(text)d as a text.",
                title=LONGEST_TITLE,
                text=LONGEST_TEXT,
            )
        )
    if (session.scalar(sa.select(sa.func.count()).select_from(CannedAnswer)) or 0) >= MOST:
        raise CannedAnswerError(
            _("There are %(most)d canned answers. Delete one of them first.", most=MOST)
        )
    session.add(CannedAnswer(title=title, text=text, who=who))
    note(session, who, "canned_answer.add", f"canned answer “{title}”")


def delete(session: Session, who: str, number: int) -> None:
    """Delete a canned answer; raises CannedAnswerNotFoundError."""
    title = session.scalar(sa.select(CannedAnswer.title).where(CannedAnswer.id == number))
    if not change(session, sa.delete(CannedAnswer).where(CannedAnswer.id == number)):
        raise CannedAnswerNotFoundError(number)
    note(session, who, "canned_answer.delete", f"canned answer “{title}”")

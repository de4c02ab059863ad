"""Number of messages that wait for a decision, for the menu."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.curation.tables import InboxDecision
from web.inbox.groups import undecided
from web.inbox.messages import messages_to_review
from web.intents.catalogue import catalogue

FRESH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Count:
    """A count at a time, after the last decision."""

    messages: int
    counted_at: float
    decision: int | None


class WaitingCount:
    """Count of the messages in the inbox; counted anew after a minute, and after a decision.

    Every admin page shows it, and to count takes longer than most pages.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: _Count | None = None

    def of(self, session: Session, intents: Path, language: str) -> int:
        """Messages that wait; at most `web.inbox.messages.MOST`."""
        decision = session.scalar(sa.select(sa.func.max(InboxDecision.id)))
        with self._lock:
            last, now = self._last, monotonic()
            if last and last.decision == decision and now - last.counted_at < FRESH_SECONDS:
                return last.messages
            messages = messages_to_review(session)
            waiting = undecided(session, messages, catalogue(session, intents), language)
            self._last = _Count(len(waiting), now, decision)
            return len(waiting)

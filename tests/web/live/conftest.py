from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from tests.support import visits
from tests.support.conversations import VISITOR
from tests.web.live.hand_overs import send
from web.core.database import utc_now
from web.models.live_bot import LiveBot

MODULES = (
    *(f"conversations.answering.{name}" for name in ("service", "locking", "storing")),
    *("live.visitors", "live.locking", "live.queue", "handovers.retention_worker"),
)
"""Modules with a clock."""


@pytest.fixture
def conversation_id(session: Session, live: LiveBot) -> UUID:
    """Conversation of VISITOR with a message and an answer."""
    conversation_id = visits.start(session, VISITOR)
    send(session, live, conversation_id, "hello")
    return conversation_id


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the clock of conversations and hand-overs be minutes ahead."""

    def pass_minutes(minutes: int) -> None:
        moment = utc_now() + timedelta(minutes=minutes)
        for module in MODULES:
            monkeypatch.setattr(f"web.{module}.utc_now", lambda: moment)

    return pass_minutes

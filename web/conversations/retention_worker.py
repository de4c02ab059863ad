"""Retention of conversations: the old ones erased, in short transactions."""

from datetime import timedelta

from web.conversations.erasure import ErasedCounts, erase_expired
from web.conversations.full_text import forget
from web.core.database import utc_now
from web.core.locks import Sessions


def erase_old_conversations(sessions: Sessions, who: str, days: int) -> ErasedCounts:
    """Erase the conversations whose last message is older than so many days."""
    before, erased = utc_now() - timedelta(days=days), ErasedCounts()
    while True:
        with sessions.begin() as session:
            batch = erase_expired(session, who, before)
        if not batch.conversations:
            break
        erased += batch
    if erased.conversations:
        with sessions.begin() as session:
            forget(session)
    return erased

"""Events that nobody takes: deleted after a day, also while RECOLLECT_EVENT_URL is unset."""

from web.core.database import reading
from web.core.locks import Sessions
from web.events.service import is_old, remove_old


def delete_old_events(sessions: Sessions) -> int:
    """Delete the events that are too old to be sent, and return their number."""
    # Asked often, nearly always in vain: a look takes no lock, and holds up no message.
    with sessions() as session, reading(session):
        if not is_old(session):
            return 0
    with sessions.begin() as session:
        return remove_old(session)

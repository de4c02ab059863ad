"""The audit log: who did what to what, when. The application only adds to it, and reads it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapper, Session

from web.account_models import AuditEntry

TERMINAL = "terminal"
"""Who does what is done by a command."""


def note(session: Session, who: str, action: str, subject: str, **details: Any) -> None:
    """Write down a deed in the transaction that does it: there is never the one without the other.

    `action` is a noun and a verb, as in "model.activate"; `subject` names what it was done to, as
    in "model version 7".
    """
    session.add(AuditEntry(who=who, action=action, subject=subject, details=details or None))


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse(_mapper: Mapper[AuditEntry], _connection: sa.Connection, _entry: AuditEntry) -> None:
    raise RuntimeError("The audit log is only added to.")

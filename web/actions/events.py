"""Events for a webhook of the administrator's: signed like actions, and sent by a thread."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from time import monotonic, sleep, time
from uuid import UUID, uuid4

from web.core.action_hosts import host_of
from web.core.address import admin_url
from web.core.database import utc_now
from web.core.settings import Settings
from web.http.logs import structlog

TRIES = 3
PAUSE_SECONDS = 2.0
SECONDS = 15.0
"""Time for all tries of an event."""

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class HandOverEvent:
    """Event: a conversation asks for a person, for one of the reasons of a hand-over."""

    conversation_id: UUID
    reason: str
    id: UUID = field(default_factory=uuid4)
    at: datetime = field(default_factory=utc_now)

    def body(self, settings: Settings) -> bytes:
        """Return the JSON for the webhook: no message, and no number of the visitor."""
        values = {
            "event": "hand_over",
            "id": str(self.id),
            "time": self.at.isoformat(),
            "conversation": str(self.conversation_id),
            "reason": self.reason,
            "page": admin_url(settings, "live"),
        }
        return json.dumps(values).encode()


def announce(settings: Settings, event: HandOverEvent) -> Thread | None:
    """Send an event to RECOLLECT_LIVE_WEBHOOK, if any; the visitor does not wait for that.

    Returns the thread that sends. The log has the reason of a failure.
    """
    if settings.live_webhook is None:
        return None
    thread = Thread(target=_send, args=(settings, settings.live_webhook, event), daemon=True)
    thread.start()
    return thread


def _send(settings: Settings, url: str, event: HandOverEvent) -> None:
    # Imported here: without such a webhook, a web process does without TLS.
    from web.actions.errors import CallError

    try:
        _tried(settings, url, event)
    except CallError as error:
        logger.warning("event not sent", event_id=str(event.id), fault=error.fault)


def _tried(settings: Settings, url: str, event: HandOverEvent) -> None:
    from web.actions.addresses import addresses_of, resolve
    from web.actions.connection import post
    from web.actions.deadline import Deadline
    from web.actions.errors import CallError
    from web.actions.request import SIGNATURE, signature

    host = host_of(url, settings.action_hosts or ())
    if host is None:
        raise CallError("host")
    deadline = Deadline(monotonic() + SECONDS)
    body = event.body(settings)
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(event.id)}
    for number in range(TRIES):
        secret = settings.action_secret
        signed = {SIGNATURE: signature(body, secret, int(time()))} if secret else {}
        try:
            addresses = addresses_of(host, deadline, resolve)
            post(url, host, addresses[number % len(addresses)], body, headers | signed, deadline)
            return
        except CallError as error:
            if number + 1 == TRIES or not error.may_repeat:
                raise
        sleep(min(PAUSE_SECONDS * (number + 1), deadline.seconds))

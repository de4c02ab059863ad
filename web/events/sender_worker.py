"""Sender of events: a signed POST to the URL of the settings, tried again for a day."""

import json
import logging
from ssl import SSLContext
from threading import Event as Flag
from threading import Thread
from time import monotonic, time

import sqlalchemy as sa

from web.actions.addresses import Resolve, addresses_of, resolve
from web.actions.connection import post
from web.actions.deadline import Deadline
from web.actions.errors import CallError
from web.actions.request import SIGNATURE, signature
from web.core.action_hosts import host_of
from web.core.database import reading
from web.core.locks import Sessions
from web.core.settings import Settings
from web.events.service import DueEvent, is_due, remove, take_due

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
REST_SECONDS = 10.0
"""Pause after an event that did not arrive: the next ones would not, either."""
ARRIVED = range(200, 300)


class EventSender:
    """Sender of the events of an installation, in the worker."""

    def __init__(
        self,
        settings: Settings,
        sessions: Sessions,
        resolve: Resolve = resolve,
        context: SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._sessions = sessions
        self._resolve = resolve
        self._context = context
        self._stopping = Flag()

    def start(self) -> None:
        """Send in a thread: the worker obeys a signal while the program of the events is slow."""
        Thread(target=self._send_always, name="events", daemon=True).start()

    def stop(self) -> None:
        """Send no further event; one under way ends with the process, and is sent again."""
        self._stopping.set()

    def send_due(self) -> bool:
        """Send the events that are due; return False at one that does not arrive.

        No transaction is open meanwhile. An event has one id, however often it is sent.
        """
        url = self._settings.event_url
        while url and not self._stopping.is_set():
            event = self._next()
            if event is None:
                return True
            if not self._sent(event, url):
                return False
        return True

    def _send_always(self) -> None:
        pause = POLL_SECONDS
        while not self._stopping.wait(pause):
            pause = POLL_SECONDS if self._send_without_errors() else REST_SECONDS

    def _send_without_errors(self) -> bool:
        try:
            return self.send_due()
        except sa.exc.DBAPIError as error:
            logger.warning("the events could not be looked through: %s", error)
        except Exception:
            # Whatever a row holds, the thread lives as long as the worker.
            logger.exception("the events could not be sent")
        return False

    def _next(self) -> DueEvent | None:
        # Asked each second, nearly always in vain: a look takes no lock, and holds up no message.
        with self._sessions() as session, reading(session):
            if not is_due(session):
                return None
        with self._sessions.begin() as session:
            return take_due(session)

    def _sent(self, event: DueEvent, url: str) -> bool:
        if fault := self._fault(event, url):
            logger.warning("event %s was not sent (%s), try %s", event.id, fault, event.tries)
            return False
        with self._sessions.begin() as session:
            remove(session, event.id)
        return True

    def _fault(self, event: DueEvent, url: str) -> str:
        """Send an event; return the reason in a word where it did not arrive."""
        host = host_of(url, self._settings.action_hosts or ())
        if host is None:
            return "host"
        body, deadline = _body(event), Deadline(monotonic() + self._settings.action_seconds)
        headers = _headers(event, body, self._settings.action_secret)
        try:
            addresses = addresses_of(host, deadline, self._resolve)
            address = addresses[event.tries % len(addresses)]
            post(url, host, address, body, headers, deadline, self._context, accepted=ARRIVED)
        except CallError as error:
            return f"{error.fault} {error.status or ''}".strip()
        return ""


def _body(event: DueEvent) -> bytes:
    values = {
        "id": str(event.id),
        "type": event.kind,
        "conversation": str(event.conversation_id),
        "created_at": event.created_at.isoformat(),
    }
    return json.dumps(values).encode()


def _headers(event: DueEvent, body: bytes, secret: str | None) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Recollect",
        "Idempotency-Key": str(event.id),
    }
    return headers | ({SIGNATURE: signature(body, secret, int(time()))} if secret else {})

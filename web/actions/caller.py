"""Caller of webhooks: hosts allowed, calls limited, tried again, and left alone where down."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ssl import SSLContext
from threading import BoundedSemaphore
from time import monotonic, sleep

from chatbot.dialogue.action_answers import ActionAnswerError
from chatbot.dialogue.action_calls import ActionAnswer, ActionCall
from web.actions.addresses import Resolve, addresses_of, resolve
from web.actions.breaker import Breaker
from web.actions.connection import post
from web.actions.deadline import Deadline
from web.actions.errors import CallError
from web.actions.request import ActionRequest
from web.core.action_hosts import ActionHost, host_of
from web.core.settings import Settings
from web.http.logs import structlog
from web.http.metrics import count_action, note_circuit

TRIES = 3
PAUSE_SECONDS = 0.1
"""Pause before the second try; the third waits twice as long."""

WAIT_SECONDS = 0.25
"""Time to wait for another call to end: several answers of a quick host, and not for a slow one."""

Read = Callable[[ActionCall, bytes], ActionAnswer]

logger = structlog.get_logger(__name__)


class ActionCaller:
    """Caller of the webhooks of an application, for all of its threads.

    Calls hold at most half of the threads, and at least one: the others answer meanwhile.
    """

    def __init__(
        self, settings: Settings, resolve: Resolve = resolve, context: SSLContext | None = None
    ) -> None:
        self._settings = settings
        self._resolve = resolve
        self._context = context
        self._free = BoundedSemaphore(max(1, settings.web_threads // 2))
        self._breakers: defaultdict[ActionHost, Breaker] = defaultdict(Breaker)

    def answer(self, request: ActionRequest, read: Read) -> ActionAnswer | None:
        """Return the answer of a webhook, as `read`; None without one. The log has the reason."""
        started = monotonic()
        details: dict[str, str | int] = {}
        answer = None
        try:
            answer = read(request.call, self._called(request))
        except CallError as error:
            details = {"fault": error.fault, "status": error.status}
        except ActionAnswerError as error:
            details = {"fault": error.fault, "slot": error.name}
        seconds = monotonic() - started
        count_action(self._settings, str(details.get("fault", "")), seconds)
        # Neither texts nor values: only what the author and the administrator wrote.
        logger.log(
            logging.WARNING if details else logging.INFO,
            "action failed" if details else "action answered",
            intent=request.call.intent,
            action_id=str(request.id),
            milliseconds=round(seconds * 1000),
            **{name: value for name, value in details.items() if value},
        )
        return answer

    def _called(self, request: ActionRequest) -> bytes:
        host = host_of(request.call.action.url, self._settings.action_hosts or ())
        if host is None:
            raise CallError("host")
        breaker = self._breakers[host]
        try:
            with self._slot(), self._noted(breaker, request):
                return self._tried(request, host)
        finally:
            note_circuit(self._settings, host, rest=breaker.rest)

    @contextmanager
    def _noted(self, breaker: Breaker, request: ActionRequest) -> Iterator[None]:
        """Note the result of a call, if the breaker lets it through."""
        if not breaker.lets_through():
            raise CallError("open")
        seconds = self._settings.action_seconds
        has_time = monotonic() - request.begun < seconds / 2
        try:
            yield
        except CallError as error:
            # A host is not to blame for time that another action of the message has taken.
            if has_time or error.fault != "time":
                breaker.note(is_down=error.is_down)
            raise
        except BaseException:
            breaker.note(is_down=True)
            raise
        breaker.note(is_down=False)

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise CallError("busy")
        try:
            yield
        finally:
            self._free.release()

    def _tried(self, request: ActionRequest, host: ActionHost) -> bytes:
        """Body of the response, of the third try at the latest."""
        deadline = Deadline(request.begun + self._settings.action_seconds)
        body = request.body()
        for number in range(TRIES):
            try:
                addresses = addresses_of(host, deadline, self._resolve)
                headers = request.headers(body, self._settings.action_secret)
                address = addresses[number % len(addresses)]
                url = request.call.action.url
                return post(url, host, address, body, headers, deadline, self._context)
            except CallError as error:
                if number + 1 == TRIES or not error.may_repeat:
                    raise
            sleep(min(PAUSE_SECONDS * (number + 1), deadline.seconds))
        raise AssertionError("the last try returns or raises")

"""Metrics, counted while requests are answered; only with RECOLLECT_METRICS_TOKEN.

The processes of a server share a folder of memory-mapped files, a few for each process: any of
them adds up all. A process of another server counts for itself.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from time import perf_counter, time
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from web.core.action_hosts import ActionHost
from web.core.database import OVERFLOW, db
from web.core.settings import Settings, current_settings

if TYPE_CHECKING:
    from web.http.instruments import AnswerKind, Stage

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Variable of prometheus_client with the folder, read at its import."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@contextmanager
def shared_by_processes(settings: Settings) -> Iterator[None]:
    """Let processes started in the block count together."""
    if settings.metrics_token is None:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="recollect-metrics-") as folder:
        os.environ[FOLDER] = folder
        import web.http.instruments  # noqa: F401 (the web processes share its memory)

        yield


def configure_metrics(app: Flask, settings: Settings) -> None:
    """Count requests and connections of the application, if a token is set."""
    if settings.metrics_token is None:
        return
    app.after_request(_count_request)
    for host in settings.action_hosts or ():
        note_circuit(settings, host, rest=0)
    with app.app_context():
        _watch_connections(settings.web_threads + OVERFLOW)


def count_answer(kind: "AnswerKind", confidence: float, seconds: Mapping["Stage", float]) -> None:
    """Count an answer, with the seconds of its stages."""
    if current_settings().metrics_token is None:
        return
    from web.http.instruments import CONFIDENCE, KINDS, STAGES

    KINDS[kind].inc()
    CONFIDENCE.observe(confidence)
    for stage, duration in seconds.items():
        STAGES[stage].observe(duration)


def count_action(settings: Settings, fault: str, seconds: float) -> None:
    """Count a call of an action, with its fault, "" if it was answered."""
    if settings.metrics_token is None:
        return
    from web.http.instruments import ACTION_SECONDS, ACTIONS

    ACTIONS.labels(fault or "answered").inc()
    ACTION_SECONDS.observe(seconds)


def note_circuit(settings: Settings, host: ActionHost, *, rest: float) -> None:
    """Note for how many seconds a host of actions is left alone."""
    if settings.metrics_token is None:
        return
    from web.http.instruments import CIRCUIT_OPEN

    CIRCUIT_OPEN.labels(host.url).set(time() + rest if rest else 0)


def _count_request(response: Response) -> Response:
    from web.http.instruments import of_request

    if "request_started" not in g:
        return response
    # Nothing of the sender's choice becomes a label: labels are kept for good.
    method = request.method if request.method in METHODS else "other"
    endpoint = request.endpoint or "none"
    count, seconds = of_request(method, endpoint, response.status_code)
    count.inc()
    seconds.observe(perf_counter() - g.request_started)
    return response


def _watch_connections(most: int) -> None:
    """Count the connections of the engine in use; `most` is the size of the pool."""
    from web.http.instruments import CONNECTIONS, MOST_CONNECTIONS

    lock, in_use = Lock(), set[int]()
    CONNECTIONS.set(0)
    MOST_CONNECTIONS.set(most)

    @event.listens_for(db.engine, "checkout")
    def add(_connection: object, entry: ConnectionPoolEntry, _proxy: object) -> None:
        with lock:
            in_use.add(id(entry))
            CONNECTIONS.set(len(in_use))

    # A connection that could not be opened comes back without having been out.
    @event.listens_for(db.engine, "checkin")
    def remove(_connection: object, entry: ConnectionPoolEntry) -> None:
        with lock:
            in_use.discard(id(entry))
            CONNECTIONS.set(len(in_use))

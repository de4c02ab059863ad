"""Counters, histograms and gauges of this process.

Import the module within functions: an installation without metrics does without prometheus_client.
To look up a metric by its labels takes longer than to count, so a message looks up none.
"""

from functools import lru_cache
from typing import Literal, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics import disable_created_metrics

Stage = Literal["predict", "wait", "answer", "store"]
AnswerKind = Literal["answer", "fallback", "question"]

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
CONFIDENCES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1)

disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry()

CIRCUIT = "recollect_action_circuit_open"
"""Gauge that holds the end of the rest, in seconds since 1970: a process that makes no further
call cannot set it back. The page of metrics shows 1 until then."""

REQUESTS = Counter(
    "recollect_http_requests",
    "Requests by method, endpoint and status.",
    ("method", "endpoint", "status"),
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "recollect_http_request_duration_seconds",
    "Time from request to response.",
    ("endpoint",),
    buckets=SECONDS,
    registry=REGISTRY,
)
STAGE_SECONDS = Histogram(
    "recollect_message_stage_duration_seconds",
    "Time of an answered message by stage: predict, wait for the database, answer, store.",
    ("stage",),
    buckets=SECONDS,
    registry=REGISTRY,
)
ANSWERS = Counter(
    "recollect_answers",
    "Stored answers by kind: answer, fallback, question back.",
    ("kind",),
    registry=REGISTRY,
)
CONFIDENCE = Histogram(
    "recollect_answer_confidence",
    "Confidence of the best intent, also if too low for an answer.",
    buckets=CONFIDENCES,
    registry=REGISTRY,
)
ACTIONS = Counter(
    "recollect_action_calls",
    "Calls of actions by outcome: answered, or the fault of a call or an answer.",
    ("outcome",),
    registry=REGISTRY,
)
ACTION_SECONDS = Histogram(
    "recollect_action_duration_seconds",
    "Time of a call of an action, all tries included.",
    buckets=SECONDS,
    registry=REGISTRY,
)
CIRCUIT_OPEN = Gauge(
    CIRCUIT,
    "1 for a host of actions that any process leaves alone, as it is down, else 0.",
    ("host",),
    multiprocess_mode="livemax",
    registry=REGISTRY,
)
CONNECTIONS = Gauge(
    "recollect_database_connections_in_use",
    "Connections to the database in use, of all processes.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
MOST_CONNECTIONS = Gauge(
    "recollect_database_connections_max",
    "Connections to the database that all processes may use at most.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)

STAGES: dict[Stage, Histogram] = {stage: STAGE_SECONDS.labels(stage) for stage in get_args(Stage)}
ANSWERED = ACTIONS.labels("answered")
KINDS: dict[AnswerKind, Counter] = {kind: ANSWERS.labels(kind) for kind in get_args(AnswerKind)}


@lru_cache(maxsize=1024)
def of_request(method: str, endpoint: str, status: int) -> tuple[Counter, Histogram]:
    """Return the count of such requests, and the histogram of the endpoint."""
    return REQUESTS.labels(method, endpoint, status), REQUEST_SECONDS.labels(endpoint)

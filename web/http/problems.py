"""Errors of requests: a friendly page for people, an RFC 9457 problem document for programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask, Response, g, json, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from chatbot.errors import ExplainedError
from web.core.errors import ConflictError, NotFoundError, RefusedError, UnavailableError
from web.http.logs import structlog
from web.http.routing import is_admin_request
from web.http.translation import _, later, translated

JSON_TYPES = ("application/json", "application/problem+json")
JSON_PATHS = ("/openapi.json", "/healthz", "/readyz", "/metrics")
RETRY_SECONDS = "5"
RETRY_UNAVAILABLE = "2"
STATUSES: dict[type[ExplainedError], int] = {
    NotFoundError: 404,
    ConflictError: 409,
    RefusedError: 422,
}
"""Statuses of expected errors with texts for everybody. Other kinds are errors of the program
while a request is served: such texts name files, and go to the log."""

OUTAGES = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
"""Errors beyond the program: no connection, none free, a full disk, a server shutting down."""

OUTAGE = later("The database cannot be used at the moment. Try again in a few seconds.")
SENTENCES = {
    404: later("There is nothing at this address."),
    405: later("This address does not take %(method)s requests."),
    413: later("The request is too large: at most 64 kB are accepted."),
    429: later("That was too much in a short time. Wait a little and try again."),
    500: later("Something went wrong here, and it was written to the log. Try again in a moment."),
}

OF_ANOTHER_SESSION = later(
    "The page is older than your session, or your browser does not say where its forms come from."
    " Load the page again, and send the form once more."
)

WORDS_OF_LIBRARIES = (
    later("Bad Request"),
    later("Unauthorized"),
    later("Forbidden"),
    later("Not Found"),
    later("Method Not Allowed"),
    later("Conflict"),
    later("Gone"),
    later("Content Too Large"),
    later("Request Entity Too Large"),
    later("Misdirected Request"),
    later("Unprocessable Content"),
    later("Unprocessable Entity"),
    later("Too Many Requests"),
    later("Internal Server Error"),
    later("Service Unavailable"),
    later("The browser (or proxy) sent a request that this server could not understand."),
)
"""Titles and sentences of Python and Werkzeug that pages of errors show."""

logger = structlog.get_logger(__name__)


@dataclass(eq=False)  # not frozen: while it is raised, Python sets its traceback
class HttpProblem(Exception):  # noqa: N818 (named after the document)
    """Error with a problem document, to raise anywhere while a request is served.

    `detail` is a sentence for people; `members` are further members of the document.
    """

    status: int
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)


def configure_problems(app: Flask) -> None:
    """Register a handler for every error of the application."""
    app.register_error_handler(HttpProblem, problem_response)
    app.register_error_handler(HTTPException, _answer_http_error)
    for kind, status in STATUSES.items():
        app.register_error_handler(kind, partial(_answer_expected, status))
    app.register_error_handler(UnavailableError, _answer_unavailable)
    for outage in OUTAGES:
        app.register_error_handler(outage, _answer_outage)


def problem_response(problem: HttpProblem) -> Response:
    """Return the problem document, with the media type."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **problem.members,
        **({"request_id": g.request_id} if problem.status == 500 and "request_id" in g else {}),
    }
    return Response(
        json.dumps(document),
        status=problem.status,
        headers=dict(problem.headers),
        content_type="application/problem+json",
    )


def _answer_http_error(error: HTTPException) -> Response:
    if error.response is not None or error.code is None:
        return cast(Response, error.get_response(request.environ))
    return answer(HttpProblem(error.code, _sentence(error), _headers(error)))


def _answer_expected(status: int, error: ExplainedError) -> Response:
    return answer(HttpProblem(status, str(error)))


def _answer_unavailable(error: UnavailableError) -> Response:
    if error.fault:
        logger.error("no answer", reason=str(error))
    return answer(HttpProblem(503, _(error.public), {"Retry-After": RETRY_UNAVAILABLE}))


def _answer_outage(error: sa.exc.SQLAlchemyError) -> Response:
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    logger.error("the database cannot be used", reason=" ".join(str(cause).split()))
    return answer(HttpProblem(503, _(OUTAGE), {"Retry-After": RETRY_SECONDS}))


def answer(problem: HttpProblem) -> Response:
    """Return the problem as a document or a page, by the sender of the request."""
    return problem_response(problem) if wants_problem() else _error_page(problem)


def _sentence(error: HTTPException) -> str:
    assert error.code is not None
    if isinstance(error, CSRFError):
        return _(OF_ANOTHER_SESSION)
    if sentence := SENTENCES.get(error.code):
        return _(sentence, method=request.method)
    return translated(error.description or HTTPStatus(error.code).phrase)


def _headers(error: HTTPException) -> dict[str, str]:
    kept = ("Allow", "Retry-After", "Location")
    return {name: value for name, value in error.get_headers() if name in kept}


def wants_problem() -> bool:
    """Return True for a request of a program: for the API, with a token, or for JSON."""
    if is_admin_request():
        accepted = request.accept_mimetypes.best_match(("text/html", *JSON_TYPES), "text/html")
        return "Authorization" in request.headers or request.is_json or accepted in JSON_TYPES
    path = request.path
    return path == "/api" or path.startswith("/api/") or path in JSON_PATHS


def _error_page(problem: HttpProblem) -> Response:
    title = translated(HTTPStatus(problem.status).phrase)
    # The page of an outage reads no database: admin pages look up the user.
    is_admin = is_admin_request() and problem.status < 500
    template = "admin/error.html" if is_admin else "error.html"
    page = render_template(template, title=title, detail=problem.detail)
    return Response(page, status=problem.status, headers=dict(problem.headers))

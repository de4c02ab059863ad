"""Log lines: a line per request, for people or for machines, without messages of visitors."""

import logging
import re
import sys
from collections.abc import MutableMapping
from io import StringIO
from time import perf_counter
from typing import Any, TextIO
from uuid import uuid4

from flask import Flask, Response, g, request

from web.core.settings import Settings
from web.http.escapes import escaped
from web.http.logs import structlog

REQUEST_ID = "X-Request-ID"
QUIET_PATHS = ("/assets/", "/healthz", "/readyz", "/metrics")

logger = structlog.get_logger("web.requests")


def configure_observability(app: Flask, settings: Settings) -> None:
    """Send the log of the process to stderr, with a line for every request."""
    configure_logging(settings)
    app.before_request(_begin_request)
    app.after_request(_log_request)


def configure_logging(settings: Settings) -> None:
    """Give the lines of the application and of libraries the same, chosen format."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = _StderrHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(settings.log_format),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [old for old in root.handlers if not isinstance(old, _StderrHandler)]
    root.addHandler(handler)
    root.setLevel(settings.log_level.upper())
    # Migrations that succeed are not worth a line.
    logging.getLogger("alembic").setLevel(logging.WARNING)


class _StderrHandler(logging.StreamHandler[Any]):
    """Handler of the application, replaced by a second application in the process."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr  # tests and commands replace it
        super().emit(record)


def _renderers(log_format: str) -> list[Any]:
    if log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=_write_traceback
    )
    return [_escape_texts, console]


def _escape_texts(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> Any:
    return {
        name: escaped(value) if isinstance(value, str) else value for name, value in entry.items()
    }


def _write_traceback(stream: TextIO, exception: Any) -> None:
    """Write a traceback without local variables, which hold messages, and with an indent.

    So no line of an error's text looks like an entry of its own.
    """
    lines = StringIO()
    structlog.dev.plain_traceback(lines, exception)
    for line in lines.getvalue().split("\n"):
        stream.write(f"\n    {escaped(line)}")


def _begin_request() -> None:
    header = request.headers.get(REQUEST_ID, "")
    g.request_id = header if re.fullmatch(r"[\w-]{1,64}", header, re.ASCII) else uuid4().hex
    g.request_started = perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _log_request(response: Response) -> Response:
    if "request_id" not in g:
        return response
    response.headers[REQUEST_ID] = g.request_id
    level = logging.DEBUG if request.path.startswith(QUIET_PATHS) else logging.INFO
    logger.log(
        level,
        "request",
        method=request.method,
        path=_path(),
        status=response.status_code,
        milliseconds=round((perf_counter() - g.request_started) * 1000, 1),
    )
    return response


def _path() -> str:
    """Return the path of the request, without the secret in the link for a new password."""
    token = (request.view_args or {}).get("token")
    return request.path.replace(token, "…") if token else request.path

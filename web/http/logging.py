"""Log lines: a line per request, for people or for machines, without messages of visitors."""

import logging
import re
import sys
from collections.abc import Mapping
from io import StringIO
from time import perf_counter
from typing import Any, TextIO
from uuid import uuid4

from flask import Flask, Request, Response, g, request

from web.core.settings import Settings
from web.http.escapes import escaped
from web.http.logs import structlog

REQUEST_ID = "X-Request-ID"
QUIET_PATHS = ("/assets/", "/healthz", "/readyz", "/metrics")

_REQUEST_ID = re.compile(r"[\w-]{1,64}", re.ASCII)

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
        cache_logger_on_first_use=True,
    )
    handler = _StderrHandler()
    is_plain = settings.log_format != "json" and not sys.stderr.isatty()
    formatter = _PlainFormatter if is_plain else structlog.stdlib.ProcessorFormatter
    handler.setFormatter(
        formatter(
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


class _PlainFormatter(structlog.stdlib.ProcessorFormatter):
    """Formatter that writes a line without colours and tracebacks by itself, as structlog would.

    structlog calls four functions for a value, and copies the record: most of a message's line.
    """

    def format(self, record: logging.LogRecord) -> str:
        entry: Any = record.msg
        if isinstance(entry, dict) and entry.keys() >= _HEAD and not _TRACEBACK & entry.keys():
            return _line(entry)
        return super().format(record)


_HEAD = {"timestamp", "level", "event", "logger"}
_TRACEBACK = {"exc_info", "exception", "stack", "stack_info"}
_QUOTED = re.compile("[ \\t=\\r\\n\"']")


def _line(entry: Mapping[str, Any]) -> str:
    """Return an entry as a line."""
    texts = _escape_texts(None, "", entry)
    head = f"{texts['timestamp']} [{texts['level']:<9}] {texts['event']:<30} [{texts['logger']}]"
    values = [
        f"{name}={value if isinstance(value, str) and not _QUOTED.search(value) else repr(value)}"
        for name, value in sorted(texts.items())
        if name not in _HEAD
    ]
    return " ".join([head, *values]).rstrip(" ")


def _renderers(log_format: str) -> list[Any]:
    if log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=_write_traceback
    )
    return [_escape_texts, console]


def _escape_texts(_logger: object, _method: str, entry: Mapping[str, Any]) -> Any:
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
    header = request.environ.get("HTTP_X_REQUEST_ID", "")
    request_id = header if _REQUEST_ID.fullmatch(header) else uuid4().hex
    g.request_id, g.request_started = request_id, perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)


def _log_request(response: Response) -> Response:
    times: Any = g._get_current_object()
    current: Request = request._get_current_object()  # type: ignore[attr-defined]
    if "request_id" not in times:
        return response
    response.headers[REQUEST_ID] = times.request_id
    level = logging.DEBUG if current.path.startswith(QUIET_PATHS) else logging.INFO
    logger.log(
        level,
        "request",
        method=current.method,
        path=_path(current),
        status=response.status_code,
        milliseconds=round((perf_counter() - times.request_started) * 1000, 1),
    )
    return response


def _path(current: Request) -> str:
    """Return the path of the request, without the secret in the link for a new password."""
    token = (current.view_args or {}).get("token")
    return current.path.replace(token, "…") if token else current.path

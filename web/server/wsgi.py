"""Requests and responses of WSGI, for the gateway."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any, Protocol, cast
from wsgiref.types import WSGIApplication, WSGIEnvironment

MOST_IN_MEMORY = 256 * 1024
"""Bytes of a response in memory; a larger one goes through a file that has no name."""

IGNORED = ("range", "if-range", "transfer-encoding")
"""Headers that ask for parts, as every response is whole, and of a body that is whole by now."""


class Headers(Protocol):
    """Headers of a request, with names in lower case."""

    def get(self, key: str, default: str) -> str: ...
    def items(self) -> list[tuple[str, str]]: ...


class Scope(Protocol):
    """Request without its body, in the interface of granian; `path` is decoded."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    headers: Headers


@dataclass(frozen=True, slots=True)
class WholeResponse:
    """Response: the body is in memory, or in a file to be closed after the response."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes | IO[bytes]


class SentFile:
    """File that a view sends as it is, in the place of `wsgi.file_wrapper`."""

    def __init__(self, file: IO[bytes], _chunk_size: int = 0) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.file)

    def is_on_disk(self) -> bool:
        try:
            return self.file.fileno() >= 0
        except OSError:
            return False

    def close(self) -> None:
        self.file.close()


_FIXED: WSGIEnvironment = {
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.file_wrapper": SentFile,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}


def environ_of(scope: Scope, body: bytes) -> WSGIEnvironment:
    """WSGI environment of a request.

    Headers with an underscore in the name are left out: WSGI cannot tell `X_Forwarded_For`, which
    a visitor sends, from `X-Forwarded-For` of the proxy.
    """
    server, _, port = scope.server.rpartition(":")
    environ = _FIXED | {
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": _host(scope.client),
        "REQUEST_METHOD": scope.method,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": scope.scheme,
    }
    _add_headers(environ, scope)
    if body:
        environ.setdefault("CONTENT_LENGTH", str(len(body)))
    return environ


def _add_headers(environ: WSGIEnvironment, scope: Scope) -> None:
    for name, value in scope.headers.items():
        if "_" in name or name in IGNORED:
            continue
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if key in environ:
            value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"
        environ[key] = value


def answer_of(application: WSGIApplication, environ: WSGIEnvironment) -> WholeResponse:
    """Whole response of the application; nothing of it is sent before."""
    started: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _error: object = None
    ) -> Callable[[bytes], object]:
        started[:] = [(int(status.split(" ", 1)[0]), headers)]
        return _no_write

    chunks = application(environ, cast(Any, start_response))
    if isinstance(chunks, SentFile) and chunks.is_on_disk():
        return WholeResponse(*started[0], chunks.file)
    try:
        body = _collected(chunks)
    finally:
        if close := getattr(chunks, "close", None):
            close()
    return WholeResponse(*started[0], body)


def _collected(chunks: Iterable[bytes]) -> bytes | IO[bytes]:
    parts, size, chunk_iterator = [], 0, iter(chunks)
    for chunk in chunk_iterator:
        parts.append(chunk)
        size += len(chunk)
        if size > MOST_IN_MEMORY:
            return _filed(parts, chunk_iterator)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _filed(parts: list[bytes], rest: Iterator[bytes]) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 (closed when the server has opened it)
    try:
        file.writelines(parts)
        file.writelines(rest)
        file.flush()
    except BaseException:
        file.close()
        raise
    return file


def _host(client: str) -> str:
    return client.rpartition(":")[0].strip("[]")


def _no_write(_chunk: bytes) -> None:
    raise NotImplementedError("Responses are iterated over.")

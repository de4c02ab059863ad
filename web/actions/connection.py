"""Connection to a checked address, which keeps a deadline, however slowly the other side drips."""

import socket
import ssl
from collections.abc import Container, Mapping
from functools import cache
from http.client import HTTPConnection, HTTPException
from io import BufferedReader, RawIOBase
from typing import Any, cast
from urllib.parse import urlsplit

from web.actions.deadline import Deadline
from web.actions.errors import CallError
from web.core.action_hosts import ActionHost

LARGEST_BODY = 64 * 1024
LARGEST_RESPONSE = 2 * LARGEST_BODY
"""Bytes of a response with its head and the marks of its chunks, whatever length it claims."""

_CHUNK = 16 * 1024
_MOMENTARY = (502, 503, 504)


@cache
def trusted_context() -> ssl.SSLContext:
    """TLS with the certificates that the system trusts, made when the first action is called."""
    return ssl.create_default_context()


class _TimedReader(RawIOBase):
    """Reader of a socket; each read waits for what is left of the time, not for all of it anew."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._socket = connected
        self._deadline = deadline
        self._left = LARGEST_RESPONSE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(self._deadline.seconds)
        count = self._socket.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise CallError("long")
        return count


class _TimedSocket:
    """Socket as http.client uses one, within a deadline."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._socket = connected
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            self._socket.settimeout(self._deadline.seconds)
            left = left[self._socket.send(left[:_CHUNK]) :]

    def makefile(self, _mode: str) -> BufferedReader:
        return BufferedReader(_TimedReader(self._socket, self._deadline))

    def close(self) -> None:
        """Leave the socket to `post`: http.client closes it before the body is read."""


def post(
    url: str,
    host: ActionHost,
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    deadline: Deadline,
    context: ssl.SSLContext | None = None,
    accepted: Container[int] = (200,),
) -> bytes:
    """Post a body to an address, and return that of the response, whose status is accepted.

    Redirects are not followed. Raises CallError.
    """
    try:
        with _connected(host, address, deadline, context) as connected:
            return _answer(connected, url, body, headers, deadline, accepted)
    except TimeoutError:
        raise CallError("time", is_down=True) from None
    except ssl.SSLCertVerificationError:
        raise CallError("connection", is_down=True) from None
    except (OSError, HTTPException, ValueError):  # http.client's, for a chunk of negative size
        raise CallError("connection", is_down=True, may_repeat=True) from None


def _connected(
    host: ActionHost, address: str, deadline: Deadline, context: ssl.SSLContext | None
) -> socket.socket:
    plain = socket.create_connection((address, host.port), timeout=deadline.seconds)
    if host.scheme == "http":
        return plain
    try:
        plain.settimeout(deadline.seconds)
        return (context or trusted_context()).wrap_socket(plain, server_hostname=host.name)
    except BaseException:
        plain.close()
        raise


def _answer(
    connected: socket.socket,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    deadline: Deadline,
    accepted: Container[int],
) -> bytes:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc)
    connection.sock = cast(socket.socket, _TimedSocket(connected, deadline))
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    connection.request("POST", target, body, {**headers, "Connection": "close"})
    response = connection.getresponse()
    if response.status not in accepted:
        # Not 500: one text that a program cannot take must not shut it for everybody.
        is_down = response.status in _MOMENTARY
        raise CallError("status", is_down=is_down, may_repeat=is_down, status=response.status)
    answer = response.read(LARGEST_BODY + 1)
    if len(answer) > LARGEST_BODY:
        raise CallError("long")
    return answer

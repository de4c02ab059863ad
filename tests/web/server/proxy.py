"""Proxy in front of a service of this machine, to be cut off and connected again."""

import socket
from contextlib import suppress
from threading import Lock, Thread

import sqlalchemy as sa

PIECE = 1 << 16


class Proxy:
    """Port that leads to the service until `cut`, and again after `connect`."""

    def __init__(self, url: str, usual_port: int) -> None:
        self._service = sa.make_url(url)
        self._usual_port = usual_port
        self._lock = Lock()
        self._sockets: list[socket.socket] = []
        self.port = 0
        self.connect()

    @property
    def url(self) -> str:
        """URL of the service by way of the proxy."""
        return self._service.set(host="127.0.0.1", port=self.port).render_as_string(
            hide_password=False
        )

    def connect(self) -> None:
        """Accept connections."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._keep(listener)
        Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        with self._lock:
            for end in self._sockets:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
            self._sockets.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client = listener.accept()[0]
                address = (
                    self._service.host or "127.0.0.1",
                    self._service.port or self._usual_port,
                )
                service = socket.create_connection(address)
                self._keep(client, service)
                for ends in ((client, service), (service, client)):
                    Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _keep(self, *sockets: socket.socket) -> None:
        with self._lock:
            self._sockets.extend(sockets)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

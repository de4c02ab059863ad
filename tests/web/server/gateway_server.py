"""Gateway with a small application: `python -m tests.web.server.gateway_server PORT`.

Two threads answer, and a body may take a second.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from flask import Flask, Response, request, send_file
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from web.http.security import LARGEST_BODY
from web.http.streams import MARK
from web.server.gateway import Gateway
from web.server.streams import Streams, Version

VERSIONS: dict[str, int] = {}
FORGOTTEN: set[str] = set()
FORBIDDEN: set[str] = set()
STOPPING: list[bool] = []

LARGE = b"0123456789" * 100_000


def gateway() -> Gateway:
    app = Flask("gateway")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @app.route("/echo/<path:path>", methods=["GET", "POST"])
    def echo(path: str) -> dict[str, object]:
        body = request.get_data(as_text=True)
        headers = {name: value for name, value in request.headers.items() if name != "Host"}
        return {"path": path, "body": body, "headers": headers, "address": request.remote_addr}

    @app.get("/file")
    def file() -> Response:
        return send_file(Path(__file__))

    @app.get("/stream")
    def stream() -> Response:
        return Response(LARGE[i : i + 1000] for i in range(0, len(LARGE), 1000))

    @app.get("/broken")
    def broken() -> Response:
        def lines() -> Iterator[bytes]:
            yield LARGE
            raise OSError("the disk is full")

        return Response(lines())

    @app.get("/bell/<subject>")
    def bell(subject: str) -> Response:
        return Response("data: begin\n\n", headers={MARK: subject})

    @app.get("/ring/<subject>")
    def ring(subject: str) -> dict[str, int]:
        VERSIONS[subject] = VERSIONS.get(subject, 1) + 1
        return VERSIONS

    @app.get("/forget/<subject>")
    def forget(subject: str) -> str:
        FORGOTTEN.add(subject)
        return ""

    @app.get("/forbid/<subject>")
    def forbid(subject: str) -> str:
        FORBIDDEN.add(subject)
        return ""

    @app.get("/stop")
    def stop() -> str:
        STOPPING.append(True)
        return ""

    def versions(subjects: Iterable[str]) -> dict[str, Version]:
        there = {name: VERSIONS.get(name, 1) for name in subjects if name not in FORGOTTEN}
        return there | dict.fromkeys(FORBIDDEN)

    streams = Streams(versions, lambda: bool(STOPPING))
    return Gateway(app, threads=2, body_seconds=1, streams=streams)


if __name__ == "__main__":
    Granian(
        "tests.web.server.gateway_server:gateway",
        port=int(sys.argv[1]),
        interface=Interfaces.RSGI,
        factory=True,
        http=HTTPModes.http1,
        log_level=LogLevels.critical,
    ).serve()

"""Servers to compare with: an echo, and the script of the tutorials.

`python -m benchmarks.load.references NAME PORT BUNDLE` serves one of them on this machine alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask, request

from benchmarks.load.client import HOST
from benchmarks.speed.programs import PROGRAMS

APPLICATION = "benchmarks.load.references:echo"


def echo() -> Flask:
    """Return an application that answers with the message: the cost of Flask and the server."""
    app = Flask("echo")

    @app.post("/message")
    def message() -> dict[str, str]:
        return {"text": request.get_json()["text"]}

    return app


def script(bundle: Path) -> Flask:
    """Return the application of the tutorials: `model.predict` for each message."""
    app, answer = Flask("script"), PROGRAMS["keras_predict"](bundle)

    @app.post("/message")
    def message() -> dict[str, str]:
        answer(request.get_json()["text"])
        return {"text": "Hello"}

    return app


def main(name: str, port: str, bundle: str) -> None:
    """Serve a reference until the process is ended."""
    if name == "script":
        script(Path(bundle)).run(HOST, int(port), threaded=True)
        return
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        APPLICATION,
        address=HOST,
        port=int(port),
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=4,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Server in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import requests

from tests import ONE_THREAD
from web.core.setting_fields import GREETING

ROOT = Path(__file__).parents[3]
INTENTS = Path(__file__).parents[1] / "intents"
PATIENCE = 60


class Server:
    """`python app.py` with the intents of `tests/e2e/intents`, always at the same address."""

    def __init__(self, instance: Path, **settings: str) -> None:
        self.instance = instance
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, **settings: str) -> None:
        """Start, and wait for the page; the first training may still go on."""
        inherited = ("PATH", "HOME", *ONE_THREAD)
        kept = {name: value for name, value in os.environ.items() if name in inherited}
        own = {
            "PORT": str(self.port),
            "RECOLLECT_INSTANCE": str(self.instance),
            "RECOLLECT_INTENTS": str(INTENTS),
            "RECOLLECT_BOT_NAME": "Juniper",
            "RECOLLECT_BOT_GREETING": GREETING,
            "RECOLLECT_ENCODER": str(self.instance / "no-encoder"),
            "RECOLLECT_RATE_LIMIT": "6000 per minute",
        }
        command = [sys.executable, "app.py"]
        with self._log() as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=kept | own | self.settings | settings,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait(lambda: requests.get(f"{self.url}healthz", timeout=1).ok)

    def stop(self) -> None:
        """Send SIGTERM, and wait for the end."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL, and wait for the end."""
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """Pause all its processes."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _end(self, number: signal.Signals) -> None:
        if self._process:
            self._signal(number)
            self._process.wait(timeout=PATIENCE)
            self._process = None

    def _signal(self, number: signal.Signals) -> None:
        assert self._process
        # The worker and the web processes are in the group; a stopped process must go on to end.
        os.killpg(self._process.pid, number)

    def _wait(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self._process
            assert self._process.poll() is None, f"The server ended:\n{self._log_end()}"
            try:
                if done():
                    return
            except requests.RequestException:
                pass
            time.sleep(0.1)
        raise TimeoutError(f"The server is not there after {PATIENCE} s:\n{self._log_end()}")

    def _log(self) -> IO[bytes]:
        self.instance.mkdir(parents=True, exist_ok=True)
        return (self.instance / "server.log").open("ab")

    def _log_end(self) -> str:
        return (self.instance / "server.log").read_text()[-4000:]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])

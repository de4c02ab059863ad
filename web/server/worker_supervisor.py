"""Supervisor of the worker beside the server."""

import logging
import subprocess
from threading import Event, Lock

from web.core import processes

logger = logging.getLogger(__name__)

RESTART_SECONDS = 5.0
STOP_SECONDS = 6.0


class WorkerSupervisor:
    """Keeps a worker process alive, from `run()` until `stop()`."""

    def __init__(self) -> None:
        self._stopping = Event()
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the worker, and a new worker after each end; returns after `stop()`."""
        while process := self._start():
            exit_code = process.wait()
            if self._stopping.is_set():
                return
            death = processes.how_it_died(exit_code)
            logger.error("the worker %s; a new one starts in %g s", death, RESTART_SECONDS)
            self._stopping.wait(RESTART_SECONDS)

    def stop(self) -> None:
        """End the worker, and so any training under way."""
        with self._lock:
            self._stopping.set()
        if self._process:
            processes.stop(self._process, patience=STOP_SECONDS)

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            self._process = processes.start("worker")
            return self._process

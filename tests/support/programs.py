"""Real processes of the program, for tests of what happens to them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from chatbot.home import HOME
from web.core.processes import flask_command

SERVER = [sys.executable, str(HOME / "app.py")]
PATIENCE = 150.0
PATIENCE_WITH_THE_DEAD = 10.0

__all__ = ["SERVER", "Program", "flask_command", "lives", "run", "running", "wait_until"]


@dataclass(frozen=True)
class Program:
    """A process of its own group, and the file with all that it and its children write."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def family(self) -> list[psutil.Process]:
        """The process and all that descend from it."""
        root = psutil.Process(self.process.pid)
        return [root, *root.children(recursive=True)]

    def with_argument(self, argument: str) -> list[psutil.Process]:
        """The members of the family that have this command line argument now."""
        return [member for member in self.family() if argument in _arguments(member)]

    def child_with(self, argument: str) -> psutil.Process:
        """The one with this command line argument, as soon as there is one."""
        wait_until(lambda: self.with_argument(argument) != [], f"no process has {argument}", self)
        return self.with_argument(argument)[0]

    def stop(self, signum: int = signal.SIGTERM) -> int:
        """Send the signal; the exit code."""
        self.process.send_signal(signum)
        return self.process.wait(PATIENCE)


@contextmanager
def running(command: list[str], environ: dict[str, str], log: Path) -> Iterator[Program]:
    """The command while it runs. Nothing that descends from it outlives the block."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            env=clean_environ() | environ,
            cwd=log.parent,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    program = Program(process, log)
    try:
        yield program
    finally:
        if process.poll() is None:
            for member in program.family():  # the first one first: it replaces the others
                with suppress(psutil.NoSuchProcess):
                    member.kill()
            process.wait()


def run(
    command: list[str], environ: dict[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """The command's exit code and output."""
    return subprocess.run(
        command,
        env=clean_environ() | environ,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def lives(process: psutil.Process) -> bool:
    """True for a running process, False for one that only waits to be reaped."""
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)


def clean_environ() -> dict[str, str]:
    """This environment without settings that would reach a program by accident."""
    ours = ("HOST", "PORT", "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "FLASK_APP")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith("RECOLLECT_")
    }


def wait_until(holds: Callable[[], bool], otherwise: str, program: Program | None = None) -> None:
    """Wait for the condition; fails with the sentence, and with what the program wrote."""
    output = program.log.read_text if program else str
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if program and program.process.poll() is not None:
            deadline = min(deadline, time.monotonic() + PATIENCE_WITH_THE_DEAD)
            program = None
        assert time.monotonic() < deadline, f"{otherwise}\n{output()}"
        time.sleep(0.05)


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.NoSuchProcess:
        return []

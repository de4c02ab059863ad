"""Processes of the server: role, start and memory, from Linux's /proc; none on other systems."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Role = Literal["server", "web", "worker", "training"]

PROC = Path("/proc")
START_FIELD = 19
"""Index of the start in `_stat`, in clock ticks since the start of the system."""


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A process, started at a Unix time, with memory in bytes.

    `proportional` counts memory of several processes by its share, and may be unreadable.
    """

    pid: int
    role: Role
    started: float
    resident: int
    proportional: int | None


def processes(folder: Path | None) -> Iterator[ServerProcess]:
    """Yield the processes with files in the folder of the metrics; without one, this process."""
    for pid in sorted(_pids(folder)) if folder else [os.getpid()]:
        try:
            yield _read(pid)
        except (OSError, ValueError, IndexError):
            continue  # not Linux, or ended just now


def forget_dead(folder: Path) -> None:
    """Remove the gauges of processes that have ended."""
    for pid in filter(_is_dead, _pids(folder)):
        for path in folder.glob(f"gauge_live*_{pid}.db"):
            path.unlink(missing_ok=True)  # another process may be as far


def _pids(folder: Path) -> set[int]:
    return {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_livesum_*.db")}


def _is_dead(pid: int) -> bool:
    """Return True for a process that has ended, even if its parent does not know yet."""
    if not PROC.exists():
        return False
    try:
        return _stat(pid)[0] in "ZX"
    except FileNotFoundError:
        return True


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat behind the name of the command, which may have blanks."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def _read(pid: int) -> ServerProcess:
    process = PROC / str(pid)
    ticks = int(_stat(pid)[START_FIELD])
    booted = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
    pages = int((process / "statm").read_text().split()[1])
    return ServerProcess(
        pid,
        _role(process),
        booted + ticks / os.sysconf("SC_CLK_TCK"),
        pages * os.sysconf("SC_PAGE_SIZE"),
        _proportional(process),
    )


def _role(process: Path) -> Role:
    arguments = (process / "cmdline").read_text().split("\0")
    if "worker" in arguments:
        return "worker"
    if "train" in arguments:
        return "training"
    return "server" if process.name == str(os.getppid()) else "web"


def _proportional(process: Path) -> int | None:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    sizes = [line.split()[1] for line in lines if line.startswith("Pss:")]
    return int(sizes[0]) * 1024 if sizes else None

"""A contest: every contestant answers the same messages, in turns on the same core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
ROUNDS = 5
WARM_UP = 20
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
}


class ContestError(RuntimeError):
    """A contestant ended before it had answered; the text is what it wrote last."""


@dataclass(frozen=True)
class Result:
    """Times in milliseconds of wall clock (`cpu_ms`: mean processor time); memory in MB.

    `rss_loaded` is the memory before the first message, `rss` and `uss` that after the last one.
    """

    name: str
    messages: int
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    rss_loaded: float
    rss: float
    uss: float
    heavy_modules: tuple[str, ...]


@dataclass
class MeasuredProgram:
    """A running process and what it has reported."""

    name: str
    process: subprocess.Popen[str]
    log: Path
    rss_loaded: float = 0.0
    took: list[float] = field(default_factory=list)
    cpu: float = 0.0
    last: Mapping[str, Any] = field(default_factory=dict)

    def load(self, warm_up: Sequence[str]) -> None:
        """Wait until it is loaded, and let it answer some messages that do not count."""
        self.rss_loaded = self._answer([])["rss"]
        self._answer(warm_up)

    def turn(self, messages: Sequence[str]) -> None:
        """Let it answer, and note how long that took."""
        self.last = self._answer(messages)
        self.took += self.last["took"]
        self.cpu += self.last["cpu"]

    def result(self) -> Result:
        p50, p99 = np.percentile(self.took, [50, 99])
        return Result(
            self.name,
            len(self.took),
            float(p50),
            float(p99),
            self.cpu / len(self.took),
            self.rss_loaded,
            self.last["rss"],
            self.last["uss"],
            tuple(self.last["heavy"]),
        )

    def _answer(self, messages: Sequence[str]) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(json.dumps(messages) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            written = self.log.read_text(encoding="utf-8", errors="replace")
            raise ContestError(f"{self.name} ended without an answer:\n{written[-2000:]}")
        report: dict[str, Any] = json.loads(line)
        return report


def hold(names: Sequence[str], bundle: Path, messages: Sequence[str]) -> list[Result]:
    """Return the results of these contestants. Raises ContestError."""
    with ExitStack() as stack:
        running = [stack.enter_context(_running(name, bundle)) for name in names]
        for contestant in running:
            contestant.load(messages[-WARM_UP:])
        for turn in range(ROUNDS):
            for contestant in running:
                contestant.turn(messages[turn::ROUNDS])
        return [contestant.result() for contestant in running]


@contextmanager
def _running(name: str, bundle: Path) -> Iterator[MeasuredProgram]:
    log = bundle.parent / f"{name}.log"
    command = [sys.executable, "-m", "benchmarks.speed.contestants", name, str(bundle), _core()]
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | ONE_THREAD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    with process:
        try:
            yield MeasuredProgram(name, process, log)
        finally:
            process.kill()


def _core() -> str:
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else {0}
    return str(max(cores))

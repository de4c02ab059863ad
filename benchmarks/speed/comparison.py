"""Comparison of programs that answer the same messages, in turns on the same core."""

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


class ComparisonError(RuntimeError):
    """Error: a program ended without answers, with the last lines of its output."""


@dataclass(frozen=True)
class Result:
    """Wall-clock times in milliseconds, mean processor time as `cpu_ms`, and memory in MB.

    `rss_loaded` is the memory before the first message, `rss` and `uss` after the last message.
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
    """Running process, with its measurements so far."""

    name: str
    process: subprocess.Popen[str]
    log: Path
    rss_loaded: float = 0.0
    durations: list[float] = field(default_factory=list)
    cpu: float = 0.0
    last_report: Mapping[str, Any] = field(default_factory=dict)

    def load(self, warm_up: Sequence[str]) -> None:
        """Wait for the process to load, and warm up with some messages."""
        self.rss_loaded = self._answer([])["rss"]
        self._answer(warm_up)

    def measure(self, messages: Sequence[str]) -> None:
        """Answer messages, and add the durations to the measurements."""
        self.last_report = self._answer(messages)
        self.durations += self.last_report["durations"]
        self.cpu += self.last_report["cpu"]

    def result(self) -> Result:
        """Return the figures of all messages so far."""
        p50, p99 = np.percentile(self.durations, [50, 99])
        return Result(
            self.name,
            len(self.durations),
            float(p50),
            float(p99),
            self.cpu / len(self.durations),
            self.rss_loaded,
            self.last_report["rss"],
            self.last_report["uss"],
            tuple(self.last_report["heavy"]),
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
            output = self.log.read_text(encoding="utf-8", errors="replace")
            raise ComparisonError(f"{self.name} ended without an answer:\n{output[-2000:]}")
        report: dict[str, Any] = json.loads(line)
        return report


def compare(names: Sequence[str], bundle: Path, messages: Sequence[str]) -> list[Result]:
    """Return the results of programs by name. Raises ComparisonError."""
    with ExitStack() as stack:
        programs = [stack.enter_context(_start(name, bundle)) for name in names]
        for program in programs:
            program.load(messages[-WARM_UP:])
        for turn in range(ROUNDS):
            for program in programs:
                program.measure(messages[turn::ROUNDS])
        return [program.result() for program in programs]


@contextmanager
def _start(name: str, bundle: Path) -> Iterator[MeasuredProgram]:
    log = bundle.parent / f"{name}.log"
    command = [sys.executable, "-m", "benchmarks.speed.programs", name, str(bundle), _core()]
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

"""Run of a system: training and answers in a process of its own, for its own time and memory.

`python -m benchmarks.accuracy.run SYSTEM FOLDER` reads FOLDER/input.json and writes
FOLDER/report.json. Test messages come without labels, and after the training.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from benchmarks.accuracy.data import LabelledTexts
from benchmarks.accuracy.registry import trainer
from benchmarks.accuracy.system import CannotTrainError, Options, SystemAnswer, TrainedSystem

INPUT, REPORT = "input.json", "report.json"
WARM_UP = 20


@dataclass(frozen=True, slots=True)
class SystemInput:
    """Input of a run: labelled texts, texts for a threshold, and test messages by kind.

    Kinds are "test", "oos" and "typo".
    """

    train: LabelledTexts
    val: tuple[str, ...]
    messages: dict[str, tuple[str, ...]]
    options: Options

    def save(self, folder: Path) -> None:
        """Write the input into a folder."""
        (folder / INPUT).write_bytes(_INPUT.dump_json(self))

    @classmethod
    def load(cls, folder: Path) -> SystemInput:
        """Read the input from a folder."""
        return _INPUT.validate_json((folder / INPUT).read_bytes())


@dataclass(frozen=True, slots=True)
class Usage:
    """Resources of a process: processor seconds, and peak memory in MB."""

    cpu_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Report:
    """Answers by kind of messages, and their cost in milliseconds and MB."""

    answers: dict[str, tuple[SystemAnswer, ...]]
    usage: Usage
    p50_ms: float
    p99_ms: float
    bundle_mb: float
    settings: dict[str, Any]

    @classmethod
    def load(cls, folder: Path) -> Report:
        """Read the report from a folder."""
        return _REPORT.validate_json((folder / REPORT).read_bytes())


_INPUT = TypeAdapter(SystemInput)
_REPORT = TypeAdapter(Report)


def current_usage() -> Usage:
    """Return the usage of this process and its children since the start."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    unit = 1 if sys.platform == "darwin" else 1024
    peaks = (_own_peak() or own.ru_maxrss * unit, children.ru_maxrss * unit)
    return Usage(cpu, max(peaks) / 1e6)


def _own_peak() -> int:
    """Return the peak memory of this program in bytes; 0 on systems without this figure.

    On Linux, `ru_maxrss` begins with the memory of the parent process.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def latency_percentiles(system: TrainedSystem, texts: Sequence[str]) -> tuple[float, float]:
    """Return the 50th and the 99th percentile of the time per message, in milliseconds.

    Messages are answered one by one, on a single core, after a warm-up.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for text in texts[-WARM_UP:]:
        system.answer(text)
    durations = []
    for text in texts[: system.max_timed]:
        started = perf_counter()
        system.answer(text)
        durations.append((perf_counter() - started) * 1000)
    p50, p99 = np.percentile(durations, [50, 99])
    return float(p50), float(p99)


def run(name: str, data: SystemInput) -> Report:
    """Train a system, measure the training, and answer the messages."""
    finish = trainer(name)(data.train, data.val, data.options)
    usage = current_usage()
    system = finish()
    # Latency comes first, while no cache holds words of the test messages.
    p50, p99 = latency_percentiles(system, data.messages["test"])
    messages = data.messages.items()
    answers = {kind: tuple(system.answer_all(texts)) for kind, texts in messages if texts}
    return Report(answers, usage, p50, p99, system.size / 1e6, dict(system.settings))


def main(name: str, folder: str) -> None:
    """Run a system on the input in a folder, and write the report."""
    try:
        report = run(name, SystemInput.load(Path(folder)))
    except CannotTrainError as error:
        sys.exit(str(error))
    (Path(folder) / REPORT).write_text(json.dumps(asdict(report)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

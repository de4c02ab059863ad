"""Trains one system once and lets it answer, in a process whose time and memory are its own.

`python -m benchmarks.accuracy.run SYSTEM FOLDER` reads FOLDER/lesson.json and writes
FOLDER/answers.json. It is given the texts to answer without their labels, and asks them last.
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
from benchmarks.accuracy.system import Answerer, CannotTrainError, Options, SystemAnswer

LESSON, ANSWERS = "lesson.json", "answers.json"
WARM_UP = 20


@dataclass(frozen=True, slots=True)
class SystemInput:
    """What one system gets: labelled texts, texts for its threshold, and texts to answer by kind.

    The kinds are "test", "oos" and "typo".
    """

    train: LabelledTexts
    val: tuple[str, ...]
    asked: dict[str, tuple[str, ...]]
    options: Options

    def save(self, folder: Path) -> None:
        """Write it into the folder."""
        (folder / LESSON).write_bytes(_LESSON.dump_json(self))

    @classmethod
    def load(cls, folder: Path) -> SystemInput:
        """Return what `save` wrote."""
        return _LESSON.validate_json((folder / LESSON).read_bytes())


@dataclass(frozen=True, slots=True)
class Usage:
    """What training took: seconds of the processor, and the peak of memory in MB."""

    cpu_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Report:
    """The answers to what was asked, by kind, and what they cost: milliseconds and MB."""

    answers: dict[str, tuple[SystemAnswer, ...]]
    usage: Usage
    p50_ms: float
    p99_ms: float
    bundle_mb: float
    settings: dict[str, Any]

    @classmethod
    def load(cls, folder: Path) -> Report:
        """Return what the process wrote."""
        return _REPORT.validate_json((folder / ANSWERS).read_bytes())


_LESSON = TypeAdapter(SystemInput)
_REPORT = TypeAdapter(Report)


def usage_so_far() -> Usage:
    """Return what this process and those that it started have used since their start."""
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    cpu = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    unit = 1 if sys.platform == "darwin" else 1024
    peaks = (_own_peak() or own.ru_maxrss * unit, others.ru_maxrss * unit)
    return Usage(cpu, max(peaks) / 1e6)


def _own_peak() -> int:
    """Return the peak of this program alone in bytes, 0 where it is not known.

    Linux begins `ru_maxrss` with the memory of the process that started this one.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def latencies(answerer: Answerer, texts: Sequence[str]) -> tuple[float, float]:
    """Return the 50th and the 99th percentile of the time for one message, in milliseconds.

    The messages are answered one by one, on one core, after some that do not count.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for text in texts[-WARM_UP:]:
        answerer.one(text)
    took = []
    for text in texts[: answerer.timed]:
        started = perf_counter()
        answerer.one(text)
        took.append((perf_counter() - started) * 1000)
    p50, p99 = np.percentile(took, [50, 99])
    return float(p50), float(p99)


def run(system: str, lesson: SystemInput) -> Report:
    """Train, measure that, and answer."""
    finish = trainer(system)(lesson.train, lesson.val, lesson.options)
    used = usage_so_far()
    answerer = finish()
    # Before all else, while no cache holds the words that are asked.
    p50, p99 = latencies(answerer, lesson.asked["test"])
    answers = {kind: tuple(answerer.many(texts)) for kind, texts in lesson.asked.items() if texts}
    size = answerer.size / 1e6
    return Report(answers, used, p50, p99, size, dict(answerer.settings))


def main(system: str, folder: str) -> None:
    """Run a system on what is in the folder."""
    try:
        report = run(system, SystemInput.load(Path(folder)))
    except CannotTrainError as error:
        sys.exit(str(error))
    (Path(folder) / ANSWERS).write_text(json.dumps(asdict(report)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

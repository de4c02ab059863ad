"""Figures of a server under load, as a table and in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rich import box
from rich.table import Table

from benchmarks.load.client import Sent
from benchmarks.load.servers import Memory

MICROSECONDS = 1e6
ECHO, SCRIPT = "echo", "script"


@dataclass(frozen=True)
class Figures:
    """Messages a second, times of an answer in ms, processor time in µs, and memory.

    `failures` counts answers other than 200 and 201 by status; 0 is no answer at all.
    """

    name: str
    connections: int
    messages: int
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    memory: Memory
    failures: Mapping[int, int]

    @classmethod
    def of(
        cls, name: str, connections: int, sent: Sent, cpu_seconds: float, memory: Memory
    ) -> Figures:
        """Return the figures of what was sent; not a number without any answer."""
        count = len(sent.durations)
        nothing = (float("nan"), float("nan"))
        p50, p99 = np.percentile(sent.durations, [50, 99]) * 1000 if count else nothing
        cpu = cpu_seconds / count * MICROSECONDS if count else float("nan")
        return cls(
            name,
            connections,
            count,
            count / sent.seconds,
            float(p50),
            float(p99),
            cpu,
            memory,
            sent.failures,
        )


def table_of(results: Sequence[Figures]) -> Table:
    """Return a table of the results."""
    table = Table(title="Every message stored", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for heading in (
        "at once",
        "per s",
        "p50 ms",
        "p99 ms",
        "CPU µs",
        "RSS MB",
        "PSS",
        "own",
        "failed",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        table.add_row(
            result.name,
            str(result.connections),
            f"{result.per_second:,.0f}",
            f"{result.p50_ms:.1f}",
            f"{result.p99_ms:.1f}",
            f"{result.cpu_us:,.0f}",
            f"{result.memory.resident:.0f}",
            f"{result.memory.proportional:.0f}",
            f"{result.memory.own:.0f}",
            ", ".join(f"{count} × {status}" for status, count in result.failures.items()),
        )
    return table


def sentences(results: Sequence[Figures]) -> list[str]:
    """Return the ratios of each server, at the most connections.

    They are to the echo, to the script, and to the same server with a single process.
    """
    most = max(result.connections for result in results)
    last = {result.name: result for result in results if result.connections == most}
    echo, script = last[ECHO], last[SCRIPT]
    return [
        f"{result.name}: {result.cpu_us / echo.cpu_us:.1f} × the CPU of an echo,"
        f" {result.per_second / script.per_second:.0f} × the messages of the script,"
        f" p99 {result.p99_ms / result.p50_ms:.1f} × p50{_gain(result, last)}"
        for result in last.values()
        if result.name not in (ECHO, SCRIPT)
    ]


def _gain(result: Figures, results: Mapping[str, Figures]) -> str:
    """Words about what further processes bring."""
    program, _, count = result.name.rpartition("×")
    single = results.get(f"{program}×1")
    if single is None or count == "1":
        return ""
    return f", {result.per_second / single.per_second:.2f} × the messages of one process"

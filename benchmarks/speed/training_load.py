"""Benchmark of the chat during a training.

`python -m benchmarks.speed.training_load` starts the server and its worker on two cores, and prints
the response times of a few visitors without and with a training.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event

import click
import numpy as np
import requests
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.options import bundle_option, json_option, write_figures
from benchmarks.speed import model_source
from benchmarks.speed.latency import messages_of
from benchmarks.speed.site import Site, run_site

CORES = 2
MAX_RATIO = 2.0
PAUSE_SECONDS = 0.05
"""Pause of a visitor between an answer and the next message, for reading."""


@dataclass(frozen=True)
class Load:
    """Response times of a number of messages, in milliseconds."""

    name: str
    messages: int
    p50_ms: float
    p95_ms: float
    p99_ms: float

    @classmethod
    def of(cls, name: str, seconds: Sequence[float]) -> Load:
        """Return the figures of response times."""
        p50, p95, p99 = np.quantile(np.array(seconds) * 1000, [0.5, 0.95, 0.99])
        return cls(name, len(seconds), float(p50), float(p95), float(p99))


def measure(name: str, site: Site, texts: Sequence[str], visitors: int, seconds: float) -> Load:
    """Measure the response times of a number of simultaneous visitors."""
    ended = Event()
    with ThreadPoolExecutor(visitors) as pool:
        chats = [pool.submit(_chat, site.url, texts[i::visitors], ended) for i in range(visitors)]
        time.sleep(seconds)
        ended.set()
        return Load.of(name, [second for chat in chats for second in chat.result()])


def _chat(url: str, texts: Sequence[str], ended: Event) -> list[float]:
    browser, times = requests.Session(), list[float]()
    conversation = browser.post(f"{url}/api/v1/conversations", json={}, timeout=30).json()
    address = f"{url}/api/v1/conversations/{conversation['id']}/messages"
    while not ended.wait(PAUSE_SECONDS):
        text = texts[len(times) % len(texts)]
        started = time.perf_counter()
        browser.post(address, json={"text": text}, timeout=30).raise_for_status()
        times.append(time.perf_counter() - started)
    return times


def table_of(alone: Load, training: Load) -> Table:
    """Return a table of both loads, with the ratio of their 99th percentiles."""
    table = Table(title="A message and its answer over HTTP", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for heading in ("p50 ms", "p95 ms", "p99 ms", "× p99", "n"):
        table.add_column(heading, justify="right", no_wrap=True)
    for load in (alone, training):
        table.add_row(
            load.name,
            *(f"{ms:.1f}" for ms in (load.p50_ms, load.p95_ms, load.p99_ms)),
            f"{load.p99_ms / alone.p99_ms:.2f}",
            f"{load.messages:,}",
        )
    return table


@click.command()
@click.option(
    "--visitors", default=4, type=click.IntRange(1, 64), help="Number of visitors at once."
)
@click.option("--seconds", default=20.0, type=click.FloatRange(1), help="Duration of each part.")
@bundle_option
@json_option
def main(visitors: int, seconds: float, file: Path | None, output: Path | None) -> None:
    """Measure the chat without and with a training."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle = model_source.find_bundle(file, folder, console)
        texts = messages_of(bundle, 2000)
        with run_site(bundle, folder / "instance") as site:
            measure("warm-up", site, texts, visitors, 2)
            alone = measure("alone", site, texts, visitors, seconds)
            run_id = site.start_training()
            training = measure("beside a training", site, texts, visitors, seconds)
            if not site.is_training(run_id):
                raise click.ClickException("The training ended too early. Give fewer --seconds.")
    console.print(table_of(alone, training))
    ratio = training.p99_ms / alone.p99_ms
    met = ratio <= MAX_RATIO
    console.print(f"{'met   ' if met else 'MISSED'}  p99 × {ratio:.2f} of at most {MAX_RATIO}")
    figures = {
        "alone": asdict(alone),
        "training": asdict(training),
        "times": ratio,
        "met": met,
    }
    write_figures(output, figures)


if __name__ == "__main__":
    main()

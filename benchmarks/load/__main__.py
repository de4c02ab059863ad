"""Benchmark of many messages at once, every message stored.

`python -m benchmarks.load` serves a model on this machine alone and sends messages over 1, 8 and 64
connections, for a few seconds each. Beside it in the same run: an echo by the same framework and
server, and the script of the tutorials. Before, the processor time of a message is measured by
stage, in this process. The figures of a busy machine mean little by themselves: the ratios to the
echo, to the bot's reply and to the script do.
"""

from __future__ import annotations

import tempfile
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from benchmarks.load import servers
from benchmarks.load.client import Sent, send
from benchmarks.load.figures import Figures, sentences, table_of
from benchmarks.load.servers import Server
from benchmarks.load.stages import Stages, measure_stages, stage_table
from benchmarks.options import bundle_option, json_option, write_figures
from benchmarks.speed import model_source
from benchmarks.speed.latency import messages_of
from chatbot.model.bundle import Bundle

WARM_UP_SECONDS = 1.0
STAGE_MESSAGES = 200
Runs = dict[str, AbstractContextManager[Server]]


def measure(
    name: str, server: Server, texts: list[str], connections: tuple[int, ...], seconds: float
) -> list[Figures]:
    """Measure a server with each number of connections."""
    with_conversation = name.startswith("recollect")

    def sent(number: int, duration: float) -> Sent:
        return send(server.port, texts, number, duration, with_conversation)

    sent(connections[0], WARM_UP_SECONDS)
    results = []
    for number in connections:
        before = server.cpu_seconds()
        done = sent(number, seconds)
        cpu = server.cpu_seconds() - before
        results.append(Figures.of(name, number, done, cpu, server.memory()))
    return results


def programs(
    bundle: Path, folder: Path, databases: tuple[str, ...], processes: tuple[int, ...]
) -> Runs:
    """Servers to measure by name, to be started one after the other."""
    loaded = Bundle.load(bundle)
    runs: Runs = {name: servers.reference(name, bundle) for name in ("echo", "script")}
    for database in ("", *databases):
        kind = "postgresql" if database else "sqlite"
        for count in processes:
            name = f"recollect {kind} ×{count}"
            instance = folder / name.replace(" ", "-")
            runs[name] = servers.recollect(loaded, instance, database, count)
    return runs


def stages_of(
    bundle: Bundle, folder: Path, databases: tuple[str, ...], texts: list[str]
) -> list[Stages]:
    """Measure the stages of a message on each database."""
    results = []
    for address in ("", *databases):
        name = "postgresql" if address else "sqlite"
        with servers.database(address) as url:
            instance = folder / f"stages-{name}"
            results.append(measure_stages(f"recollect {name}", bundle, instance, url, texts))
    return results


@click.command()
@click.option("--seconds", default=5.0, type=click.FloatRange(0.5, 60), help="Time of a part.")
@click.option(
    "--connections",
    multiple=True,
    default=(1, 8, 64),
    type=click.IntRange(1, 256),
    help="Messages at once; may be repeated.",
)
@click.option(
    "--processes",
    multiple=True,
    default=(1, 2),
    type=click.IntRange(1, 16),
    help="Web processes; may be repeated.",
)
@click.option(
    "--database",
    "databases",
    multiple=True,
    help="Address of a PostgreSQL server, to measure beside SQLite in a database of its own.",
)
@bundle_option
@json_option
def main(
    seconds: float,
    connections: tuple[int, ...],
    processes: tuple[int, ...],
    databases: tuple[str, ...],
    file: Path | None,
    output: Path | None,
) -> None:
    """Measure what many messages at once cost."""
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle = model_source.find_bundle(file, folder, console)
        path = folder / "served.bundle"
        bundle.save(path)
        texts = messages_of(bundle, 500)
        stages = stages_of(bundle, folder, databases, texts[:STAGE_MESSAGES])
        results: list[Figures] = []
        for program, running in programs(path, folder, databases, processes).items():
            with running as server:
                results += measure(program, server, texts, connections, seconds)
    console.print(table_of(results))
    for sentence in sentences(results):
        console.print(sentence)
    console.print(stage_table(stages))
    figures = {
        "servers": [asdict(result) for result in results],
        "stages": [asdict(result) for result in stages],
    }
    write_figures(output, figures)


if __name__ == "__main__":
    main()

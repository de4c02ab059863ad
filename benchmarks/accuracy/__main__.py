"""How well messages are understood, and at what cost, beside other classifiers on the same data.

`python -m benchmarks.accuracy --data DIR` trains our bot, a linear model of scikit-learn and the
LSTM of the tutorials on DIR/train.json, and asks each DIR/test.json once. Every training runs in a
process of its own with one thread, so that its time and its memory are its own.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from time import perf_counter

import click
from rich.console import Console

from benchmarks.accuracy import data as accuracy_data
from benchmarks.accuracy import ours
from benchmarks.accuracy.data import DataError, DataSet
from benchmarks.accuracy.figures import AccuracyFigures, SystemResult
from benchmarks.accuracy.registry import REFERENCES
from benchmarks.accuracy.run import Report, SystemInput
from benchmarks.accuracy.system import Options
from benchmarks.accuracy.table import footer, table_of
from benchmarks.speed.contest import ONE_THREAD, ROOT
from chatbot.model.architectures import FROM_SCRATCH, PRETRAINED
from chatbot.text.languages import LANGUAGES

WIDE = 150
_LAST_LINES = 12


class RunError(RuntimeError):
    """A system ended before it had answered; the text is what it wrote last."""


def measure(
    systems: Sequence[str], seeds: Sequence[int], data: DataSet, options: Options, console: Console
) -> list[SystemResult]:
    """Return the result of each system. Raises RunError.

    All run with the first seed, then with the next: a system that fails does so early.
    """
    reports: dict[tuple[str, int], Report] = {}
    for seed, system in product(seeds, systems):
        started = perf_counter()
        console.print(f"{system}, seed {seed} …", end=" ")
        reports[system, seed] = _run(system, data, replace(options, seed=seed))
        console.print(f"trained and answered in {perf_counter() - started:.0f} s")
    return [
        SystemResult(
            system,
            tuple(seeds),
            tuple(AccuracyFigures.of(reports[system, seed], data) for seed in seeds),
            reports[system, seeds[0]].settings,
        )
        for system in systems
    ]


def _run(system: str, data: DataSet, options: Options) -> Report:
    asked = {"test": data.test.texts, "oos": data.foreign, "typo": data.typo.texts}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        SystemInput(data.train, data.val.texts, asked, options).save(folder)
        log = folder / "log"
        with log.open("wb") as written:
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.accuracy.run", system, name],
                cwd=ROOT,
                env=os.environ | ONE_THREAD,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:]
            said = "\n".join(last) or f"It ended with code {done.returncode}."
            raise RunError(f"{system}, seed {options.seed}, ended without an answer:\n{said}")
        return Report.load(folder)


def _architectures(chosen: Sequence[str], console: Console) -> Iterator[str]:
    if chosen:
        yield from dict.fromkeys(chosen)
        return
    yield FROM_SCRATCH
    missing = ours.missing_encoder()
    if missing:
        console.print(missing)
    else:
        yield PRETRAINED


@click.command()
@click.option(
    "--data",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with train.json and test.json, perhaps val.json and oos_test.json.",
)
@click.option(
    "--train", type=click.Path(path_type=Path), help="Learn from this file of it, not train.json."
)
@click.option("--architecture", "chosen", multiple=True, help="Ours to measure; may be repeated.")
@click.option("--seeds", default=3, type=click.IntRange(min=1), help="How often to train each.")
@click.option("--epochs", type=click.IntRange(1, 1000), help="Train networks for so many only.")
@click.option(
    "--language", default="english", type=click.Choice(LANGUAGES), help="Language of the texts."
)
@click.option("--typos", is_flag=True, help="Ask the test messages again with a typing error.")
@click.option("--limit-test", "most", type=click.IntRange(min=1), help="Ask at most so many.")
@click.option("--no-references", is_flag=True, help="Measure ours alone.")
@click.option(
    "--json",
    "output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the figures to this file.",
)
def main(
    folder: Path,
    train: Path | None,
    chosen: tuple[str, ...],
    seeds: int,
    epochs: int | None,
    language: str,
    typos: bool,
    most: int | None,
    no_references: bool,
    output: Path | None,
) -> None:
    """Measure how well messages are understood, beside other classifiers on the same data."""
    if output and not output.parent.is_dir():
        raise click.ClickException(f"There is no folder {output.parent} to write {output} to.")
    progress = Console(stderr=True, highlight=False, markup=False)
    options = Options(epochs=epochs, language=language)
    try:
        data = accuracy_data.load(folder, train, typos=typos)
        data = data.limited(most) if most else data
        systems = [*_architectures(chosen, progress), *(() if no_references else REFERENCES)]
        results = measure(systems, range(1, seeds + 1), data, options, progress)
    except (DataError, RunError) as error:
        raise click.ClickException(str(error)) from error
    if output:
        output.write_text(_figures(results, data), encoding="utf-8")
    wide = os.environ.get("COLUMNS") or sys.stdout.isatty()
    console = Console(width=None if wide else WIDE, highlight=False, markup=False)
    console.print(table_of(results, data.name))
    for line in footer(results, data):
        console.print(line)


def _figures(results: Sequence[SystemResult], data: DataSet) -> str:
    """What is written of the results: with the command, so that they can be had again."""
    command = shlex.join(["python", "-m", "benchmarks.accuracy", *sys.argv[1:]])
    systems = [result.to_json() for result in results]
    figures = {"data": data.name, "command": command, "systems": systems}
    return json.dumps(figures, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()

"""Benchmark of accuracy and cost, beside other classifiers on the same data.

`python -m benchmarks.accuracy --data DIR` trains Recollect, a linear model of scikit-learn and the
LSTM of the tutorials on DIR/train.json, and tests each system once on DIR/test.json. Every training
runs in a process of its own with a single thread, for its own time and memory.
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
from benchmarks.accuracy import recollect
from benchmarks.accuracy.data import DataError, DataSet
from benchmarks.accuracy.figures import AccuracyFigures, SystemResult
from benchmarks.accuracy.registry import REFERENCES
from benchmarks.accuracy.run import Report, SystemInput
from benchmarks.accuracy.system import Options
from benchmarks.accuracy.table import footer, table_of
from benchmarks.options import json_option
from benchmarks.speed.comparison import ONE_THREAD, ROOT
from chatbot.model.architectures import FROM_SCRATCH, PRETRAINED
from chatbot.text.languages import SPOKEN_LANGUAGES

WIDTH = 150
_LAST_LINES = 12


class RunError(RuntimeError):
    """Error: a system ended without answers, with the last lines of its output."""


def measure(
    systems: Sequence[str], seeds: Sequence[int], data: DataSet, options: Options, console: Console
) -> list[SystemResult]:
    """Return the result of each system. Raises RunError.

    All systems run with a seed before the next seed, so that failures come early.
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
    messages = {"test": data.test.texts, "oos": data.out_of_scope, "typo": data.misspelt.texts}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        SystemInput(data.train, data.val.texts, messages, options).save(folder)
        log = folder / "log"
        with log.open("wb") as output:
            process = subprocess.run(
                [sys.executable, "-m", "benchmarks.accuracy.run", system, name],
                cwd=ROOT,
                env=os.environ | ONE_THREAD,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if process.returncode:
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            reason = "\n".join(lines[-_LAST_LINES:]) or f"It ended with code {process.returncode}."
            raise RunError(f"{system}, seed {options.seed}, ended without an answer:\n{reason}")
        return Report.load(folder)


def _architectures(names: Sequence[str], console: Console) -> Iterator[str]:
    if names:
        yield from dict.fromkeys(names)
        return
    yield FROM_SCRATCH
    remark = recollect.missing_encoder()
    if remark:
        console.print(remark)
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
    "--train",
    type=click.Path(path_type=Path),
    help="File of the folder to train on, in place of train.json.",
)
@click.option(
    "--architecture", "architectures", multiple=True, help="Architecture; may be repeated."
)
@click.option(
    "--seeds", default=3, type=click.IntRange(min=1), help="Number of trainings per system."
)
@click.option("--epochs", type=click.IntRange(1, 1000), help="Limit of epochs of the networks.")
@click.option(
    "--language",
    default="english",
    type=click.Choice(SPOKEN_LANGUAGES),
    help="Language of the texts.",
)
@click.option(
    "--unlabelled",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of texts like those of train.json, whose labels nobody gets.",
)
@click.option("--typos", is_flag=True, help="Test misspelt messages as well.")
@click.option(
    "--limit-test", "limit", type=click.IntRange(min=1), help="Limit of messages per kind."
)
@click.option("--no-references", is_flag=True, help="Measure Recollect alone.")
@json_option
def main(
    folder: Path,
    train: Path | None,
    architectures: tuple[str, ...],
    seeds: int,
    epochs: int | None,
    language: str,
    unlabelled: Path | None,
    typos: bool,
    limit: int | None,
    no_references: bool,
    output: Path | None,
) -> None:
    """Measure accuracy and cost, beside other classifiers on the same data."""
    if output and not output.parent.is_dir():
        raise click.ClickException(f"There is no folder {output.parent} to write {output} to.")
    progress = Console(stderr=True, highlight=False, markup=False)
    try:
        texts = accuracy_data.read(unlabelled).texts if unlabelled else ()
        options = Options(epochs=epochs, language=language, unlabelled=texts)
        data = accuracy_data.load(folder, train, typos=typos)
        data = data.limited(limit) if limit else data
        systems = [*_architectures(architectures, progress), *(() if no_references else REFERENCES)]
        results = measure(systems, range(1, seeds + 1), data, options, progress)
    except (DataError, RunError) as error:
        raise click.ClickException(str(error)) from error
    if output:
        output.write_text(_figures(results, data), encoding="utf-8")
    has_width = os.environ.get("COLUMNS") or sys.stdout.isatty()
    console = Console(width=None if has_width else WIDTH, highlight=False, markup=False)
    console.print(table_of(results, data.name))
    for line in footer(results, data):
        console.print(line)


def _figures(results: Sequence[SystemResult], data: DataSet) -> str:
    """Return the JSON of the results, with the command for a repetition."""
    command = shlex.join(["python", "-m", "benchmarks.accuracy", *sys.argv[1:]])
    systems = [result.to_json() for result in results]
    figures = {"data": data.name, "command": command, "systems": systems}
    return json.dumps(figures, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()

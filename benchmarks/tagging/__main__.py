"""Benchmark of learnt entities.

`python -m benchmarks.tagging TRAIN TEST` trains a tagger on the sentences of TRAIN, as a bot with
marks in its patterns does, and counts the spans that it finds in those of TEST: exact match, micro
average.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from statistics import mean

import click
from rich.console import Console
from rich.table import Table

from benchmarks.options import json_option, write_figures
from benchmarks.tagging.measuring import SpanFigures, measure
from benchmarks.tagging.sentences import SentencesError, read_sentences
from chatbot.encoder.files import encoder_folder, is_installed
from chatbot.encoder.static_vectors import piece_table
from chatbot.text.languages import SPOKEN_LANGUAGES

_file = click.Path(exists=True, path_type=Path)


@click.command(help=__doc__)
@click.argument("train", type=_file)
@click.argument("test", type=_file)
@click.option("--seeds", type=click.IntRange(1, 20), default=3, help="Train with seeds 1 to N.")
@click.option("--language", type=click.Choice(SPOKEN_LANGUAGES), default="english")
@click.option(
    "--vectors/--no-vectors",
    default=True,
    help="Leave out the vectors of word pieces, as a bot without the English encoder does.",
)
@json_option
def main(
    train: Path, test: Path, seeds: int, language: str, vectors: bool, output: Path | None
) -> None:
    """Print the figures of each seed, and their means."""
    try:
        learnt, tested = read_sentences(train), read_sentences(test)
    except (SentencesError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    reads_vectors = vectors and language == "english" and is_installed(encoder_folder())
    pieces = piece_table(encoder_folder()) if reads_vectors else None
    figures = []
    for seed in range(1, seeds + 1):
        figures.append(measure(learnt, tested, language, pieces, seed))
        click.echo(f"Seed {seed}: F1 {figures[-1].f1:.2%}", err=True)
    shown = f"{len(learnt):,} sentences learnt, {len(tested):,} asked"
    Console().print(table_of(figures, f"{shown}, {'with' if pieces else 'without'} vectors"))
    write_figures(output, [asdict(figure) for figure in figures])


def table_of(figures: list[SpanFigures], title: str) -> Table:
    """Table of figures in percent, a row for each seed, and the mean."""
    table = Table(title=title)
    names = ("Seed", "F1", "Precision", "Recall", "Recall of new values", "CPU s", "ms", "MB")
    for name in names:
        table.add_column(name, justify="right")
    rows = [(str(figure.seed), *_numbers(figure)) for figure in figures]
    means = (mean(column) for column in zip(*(numbers for _, *numbers in rows), strict=True))
    for seed, *numbers in (*rows, ("mean", *means)):
        *shares, seconds, milliseconds, size = numbers
        table.add_row(
            str(seed),
            *(f"{100 * share:.2f}" for share in shares),
            f"{seconds:.0f}",
            f"{milliseconds:.2f}",
            f"{size / 1e6:.1f}",
        )
    return table


def _numbers(figure: SpanFigures) -> tuple[float, ...]:
    shares = (figure.f1, figure.precision, figure.recall, figure.new_recall)
    return (*shares, figure.cpu_seconds, figure.milliseconds, float(figure.size))


if __name__ == "__main__":
    main()

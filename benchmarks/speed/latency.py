"""Benchmark of latency and memory of an answer, beside other ways to the same answer.

`python -m benchmarks.speed.latency` measures `Bot.reply`, a whole web request, the same network in
Keras, and a linear model of scikit-learn. Every program has a process of its own with a single
thread, in turns on the same core, so that other load on the machine affects all alike.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.options import bundle_option, json_option, write_figures
from benchmarks.speed import model_source
from benchmarks.speed.comparison import ComparisonError, Result, compare
from benchmarks.speed.programs import PROGRAMS
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import INTENTS, Bundle, BundleError

MAX_MS, MAX_MB = 0.5, 120.0
MAX_MS_PRETRAINED, MAX_MB_PRETRAINED = 6.0, 220.0
LABELS = {
    "bot": "Bot.reply",
    "web": "web request",
    "keras_predict": "model.predict()",
    "keras_call": "model(...)",
    "linear_svc": "TF-IDF + LinearSVC",
}


@dataclass(frozen=True)
class Target:
    """Target of a figure, as a sentence, and whether the figure meets it."""

    sentence: str
    met: bool


def messages_of(bundle: Bundle, count: int) -> list[str]:
    """Return `count` tests and patterns of the bundle's intents, in random order."""
    intents = IntentSet.from_json(bundle.text(INTENTS))
    texts = [text for intent in intents for text in (*intent.tests, *intent.patterns)]
    random.Random(1).shuffle(texts)
    return [texts[i % len(texts)] for i in range(count)]


def targets(results: Sequence[Result], pretrained: bool) -> list[Target]:
    """Return the targets of the bot and of a web process, by the kind of network."""
    bot, web = (
        next(result for result in results if result.name == name) for name in ("bot", "web")
    )
    ms, mb = (MAX_MS_PRETRAINED, MAX_MB_PRETRAINED) if pretrained else (MAX_MS, MAX_MB)
    heavy = sorted({*bot.heavy_modules, *web.heavy_modules} & {"keras", "tensorflow"})
    return [
        Target(f"Bot.reply: {bot.p50_ms:.2f} ms of at most {ms} (p50)", bot.p50_ms <= ms),
        Target(f"web process: {web.rss:.0f} MB of at most {mb:.0f}", web.rss <= mb),
        Target(f"imported beside the bot: {', '.join(heavy) or 'no TensorFlow'}", not heavy),
    ]


def table_of(results: Sequence[Result]) -> Table:
    """Return a table of the results, with ratios to `Bot.reply`."""
    baseline = next(result for result in results if result.name == "bot")
    table = Table(title="One message on one core", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for heading in ("p50 ms", "×", "p99 ms", "×", "CPU ms", "RSS MB", "×", "loaded", "USS", "n"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        table.add_row(
            LABELS[result.name],
            f"{result.p50_ms:.2f}",
            f"{result.p50_ms / baseline.p50_ms:.1f}",
            f"{result.p99_ms:.2f}",
            f"{result.p99_ms / baseline.p99_ms:.1f}",
            f"{result.cpu_ms:.2f}",
            f"{result.rss:.0f}",
            f"{result.rss / baseline.rss:.1f}",
            f"{result.rss_loaded:.0f}",
            f"{result.uss:.0f}",
            f"{result.messages:,}",
        )
    return table


@click.command()
@click.option("--messages", default=2000, type=click.IntRange(min=50), help="Number of messages.")
@bundle_option
@json_option
def main(messages: int, file: Path | None, output: Path | None) -> None:
    """Measure the time and the memory of an answer."""
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            bundle = model_source.find_bundle(file, folder, console)
            bundle.save(folder / "measured.bundle")
            model_source.deploy(bundle, folder / "instance")
            texts = messages_of(bundle, messages)
            results = compare(list(PROGRAMS), folder / "measured.bundle", texts)
        except (BundleError, ComparisonError) as error:
            raise click.ClickException(str(error)) from error
    console.print(table_of(results))
    all_targets = targets(results, pretrained=bool(bundle.metadata.encoder))
    for target in all_targets:
        console.print(f"{'met   ' if target.met else 'MISSED'}  {target.sentence}")
    figures = {
        "results": [asdict(result) for result in results],
        "targets": [asdict(target) for target in all_targets],
    }
    write_figures(output, figures)


if __name__ == "__main__":
    main()

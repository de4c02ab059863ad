"""How long an answer takes and how much memory it needs, beside other ways to the same answer.

`python -m benchmarks.speed.latency` measures `Bot.reply` and a whole web request, and beside them
the same network answered by Keras and a linear model of scikit-learn. Each runs in a process of its
own with one thread; they take turns on one core, so that whatever else the machine does meets all.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.speed import contest, trained_model
from benchmarks.speed.contest import Result
from benchmarks.speed.contestants import CONTESTANTS
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import INTENTS, Bundle, BundleError

MOST_MS, MOST_MB = 0.5, 120.0
MOST_MS_PRETRAINED, MOST_MB_PRETRAINED = 6.0, 220.0
LABELS = {
    "bot": "Bot.reply",
    "web": "web request",
    "keras_predict": "model.predict()",
    "keras_call": "model(...)",
    "linear_svc": "TF-IDF + LinearSVC",
}


@dataclass(frozen=True)
class Target:
    """What must hold, and whether it does."""

    sentence: str
    met: bool


def messages_of(bundle: Bundle, count: int) -> list[str]:
    """Return `count` tests and patterns of the bundle's intents, well mixed."""
    intents = IntentSet.from_json(bundle.text(INTENTS))
    texts = [text for intent in intents for text in (*intent.tests, *intent.patterns)]
    random.Random(1).shuffle(texts)
    return [texts[at % len(texts)] for at in range(count)]


def targets(results: Sequence[Result], pretrained: bool) -> list[Target]:
    """Return what was promised for the bot and for a web process, which depends on the network."""
    bot, web = (next(r for r in results if r.name == name) for name in ("bot", "web"))
    ms, mb = (MOST_MS_PRETRAINED, MOST_MB_PRETRAINED) if pretrained else (MOST_MS, MOST_MB)
    heavy = sorted({*bot.heavy_modules, *web.heavy_modules} & {"keras", "tensorflow"})
    return [
        Target(f"Bot.reply: {bot.p50_ms:.2f} ms of at most {ms} (p50)", bot.p50_ms <= ms),
        Target(f"web process: {web.rss:.0f} MB of at most {mb:.0f}", web.rss <= mb),
        Target(f"imported beside the bot: {', '.join(heavy) or 'no TensorFlow'}", not heavy),
    ]


def table_of(results: Sequence[Result]) -> Table:
    """Return the results with their ratios to `Bot.reply`."""
    ours = next(result for result in results if result.name == "bot")
    table = Table(title="One message on one core", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for heading in ("p50 ms", "×", "p99 ms", "×", "CPU ms", "RSS MB", "×", "loaded", "USS", "n"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        table.add_row(
            LABELS[result.name],
            f"{result.p50_ms:.2f}",
            f"{result.p50_ms / ours.p50_ms:.1f}",
            f"{result.p99_ms:.2f}",
            f"{result.p99_ms / ours.p99_ms:.1f}",
            f"{result.cpu_ms:.2f}",
            f"{result.rss:.0f}",
            f"{result.rss / ours.rss:.1f}",
            f"{result.rss_loaded:.0f}",
            f"{result.uss:.0f}",
            f"{result.messages:,}",
        )
    return table


@click.command()
@click.option("--messages", default=2000, type=click.IntRange(min=50), help="How many to answer.")
@click.option(
    "--bundle",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Measure the bundle in this file instead of the live model.",
)
@click.option(
    "--json",
    "output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the figures to this file.",
)
def main(messages: int, file: Path | None, output: Path | None) -> None:
    """Measure the time and the memory of an answer."""
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            bundle = trained_model.chosen(file, folder, console)
            bundle.save(folder / "measured.bundle")
            trained_model.put_live(bundle, folder / "instance")
            texts = messages_of(bundle, messages)
            results = contest.hold(list(CONTESTANTS), folder / "measured.bundle", texts)
        except (BundleError, contest.ContestError) as error:
            raise click.ClickException(str(error)) from error
    console.print(table_of(results))
    checked = targets(results, pretrained=bool(bundle.metadata.encoder))
    for target in checked:
        console.print(f"{'met   ' if target.met else 'MISSED'}  {target.sentence}")
    if output:
        figures = {"results": [asdict(r) for r in results], "targets": [asdict(t) for t in checked]}
        output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

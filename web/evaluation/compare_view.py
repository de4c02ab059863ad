"""What `flask compare` shows: a table of the architectures, and what is chance in it."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from chatbot.text.wording import counted
from web.cli.console import plain_table

if TYPE_CHECKING:
    from chatbot.training.compare import ArchitectureComparison, ArchitectureResult

_COLUMNS = ("Accuracy", "F1", "Refused", "Off topic", "Train", "Size", "Answer")


def print_comparison(console: Console, comparison: "ArchitectureComparison") -> None:
    """Print the table, the most accurate architecture first."""
    table = plain_table("Network", *_COLUMNS)
    for contestant in comparison.contestants:
        table.add_row(Text(contestant.architecture), *_row(contestant))
    console.print(table)
    console.print(
        f"{counted(comparison.folds, 'fold')}, seed {comparison.seed}. ±: half of the 95% "
        "confidence interval. Refused: good questions; off topic: messages refused that should "
        "be. Train: processor time of one training. Answer: median time."
    )
    for one in comparison.contestants:
        if one.behind:
            console.print(_standing(comparison.contestants[0], one))


def _row(one: "ArchitectureResult") -> tuple[str, ...]:
    spread = (one.accuracy.high - one.accuracy.low) / 2
    foreign = one.off_topic_refused
    return (
        f"{one.accuracy.value:.1%} ±{100 * spread:.1f}",
        f"{one.macro_f1.value:.1%}",
        f"{one.refused:.1%}",
        "–" if foreign is None else f"{foreign:.1%}",
        f"{one.cpu_seconds:.0f} s",
        f"{one.bundle_bytes / 1e6:.1f} MB",
        f"{one.latency_ms:.1f} ms",
    )


def _standing(best: "ArchitectureResult", one: "ArchitectureResult") -> str:
    assert one.behind
    gap = (
        f"{100 * one.behind.value:.1f} [{100 * one.behind.low:.1f} to {100 * one.behind.high:.1f}]"
    )
    if one.behind.low <= 0:
        return f"{one.architecture} is {gap} points behind {best.architecture}: that may be chance."
    return f"{one.architecture} is {gap} points behind {best.architecture}."

"""Output of `flask compare`: a table of the architectures, and the differences by chance."""

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
    for result in comparison.results:
        table.add_row(Text(result.architecture), *_row(result))
    console.print(table)
    console.print(
        f"{counted(comparison.folds, 'fold')}, seed {comparison.seed}. ±: half of the 95% "
        "confidence interval. Refused: good questions; off topic: messages refused that should "
        "be. Train: processor time of one training. Answer: median time."
    )
    for result in comparison.results:
        if result.behind:
            console.print(_standing(comparison.results[0], result))


def _row(result: "ArchitectureResult") -> tuple[str, ...]:
    spread = (result.accuracy.high - result.accuracy.low) / 2
    foreign = result.off_topic_refused
    return (
        f"{result.accuracy.value:.1%} ±{100 * spread:.1f}",
        f"{result.macro_f1.value:.1%}",
        f"{result.false_rejection_rate:.1%}",
        "–" if foreign is None else f"{foreign:.1%}",
        f"{result.cpu_seconds:.0f} s",
        f"{result.bundle_bytes / 1e6:.1f} MB",
        f"{result.latency_ms:.1f} ms",
    )


def _standing(best: "ArchitectureResult", result: "ArchitectureResult") -> str:
    assert result.behind
    behind = result.behind
    gap = f"{100 * behind.value:.1f} [{100 * behind.low:.1f} to {100 * behind.high:.1f}]"
    sentence = f"{result.architecture} is {gap} points behind {best.architecture}"
    return f"{sentence}: that may be chance." if behind.low <= 0 else f"{sentence}."

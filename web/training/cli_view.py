"""What `flask train` shows: a bar while it trains, and what was learnt at the end."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import TextColumn, TimeElapsedColumn

from chatbot.text.wording import counted
from web.cli.progress_bar import Bar
from web.models.rejections import rejection_sentence

if TYPE_CHECKING:
    from chatbot.evaluation.comparison import ModelComparison
    from chatbot.training.progress import EpochProgress
    from web.training.trainer import RunOutcome


class TrainingBar(Bar):
    """A progress bar with the loss and the accuracies of the last epoch."""

    def __init__(self, console: Console) -> None:
        figures = TextColumn("{task.fields[figures]}")
        super().__init__(console, figures, TimeElapsedColumn(), figures="")

    def show(self, progress: "EpochProgress") -> None:
        """Move the bar to this epoch."""
        self._progress.update(
            self._task,
            description=f"Epoch {progress.epoch}/{progress.epochs}",
            completed=progress.epoch,
            total=progress.epochs,
            figures=_figures(progress),
        )

    def complete(self) -> None:
        """Fill the bar: training may be done before its last possible epoch."""
        self._progress.update(self._task, description="Trained", total=1, completed=1)


def _figures(progress: "EpochProgress") -> str:
    figures = f"loss {progress.loss:.3f}, accuracy {progress.accuracy:.1%}"
    if progress.validation_accuracy is None:
        return figures
    return f"{figures}, held-out {progress.validation_accuracy:.1%}"


def print_report(console: Console, outcome: "RunOutcome") -> None:
    """Tell what was learnt, and which version answers now."""
    metrics = outcome.trained.bundle.metadata.metrics
    if metrics.held_out_accuracy is None:
        console.print("Accuracy: unknown, there are too few patterns to hold some out.")
    else:
        messages = counted(metrics.held_out_messages, "held-out message")
        console.print(f"Accuracy: {metrics.held_out_accuracy:.1%} of {messages}.")
    passed = f"{metrics.tests - metrics.tests_failed:,} of {metrics.tests:,} pass."
    console.print(f"Tests:    {passed if metrics.tests else 'none are written.'}")
    for failed in outcome.trained.failed_tests:
        console.print(f"  “{failed.message}” → {failed.got} instead of {failed.intent}")
    console.print(f"Time:     {metrics.seconds:.0f} s.")
    judgement = outcome.judgement
    if judgement.report.against:
        _print_comparison(console, judgement.report.against)
    for rejection in judgement.reasons:
        console.print(rejection_sentence(rejection))
    console.print(_ending(outcome), style="bold")


def _print_comparison(console: Console, found: "ModelComparison") -> None:
    """Tell what is better and what is worse than in the live model."""
    console.print(f"Beside version {found.version}, which was live:")
    if found.new and found.live:
        ours, theirs = found.new, found.live
        messages = counted(ours.messages, "pattern")
        console.print(f"  of {messages} that both trainings held out:")
        console.print(f"  macro F1 {ours.macro_f1.value:.1%}, was {theirs.macro_f1.value:.1%}")
        console.print(f"  fallback {ours.refused:.1%}, was {theirs.refused:.1%}")
    for verb, tests in (("fails now", found.newly_failing), ("passed now", found.newly_passing)):
        for test in tests:
            console.print(f"  {verb}: “{test.message}” of {test.intent}")


def _ending(outcome: "RunOutcome") -> str:
    number, judgement = outcome.version.id, outcome.judgement
    if not judgement.reasons:
        return f"Version {number} is live."
    if judgement.overridden:
        return f"Version {number} is live all the same."
    return (
        f"Version {number} is rejected: it is stored, and the live version stays. To put it live"
        f" all the same: flask models activate {number} --override"
    )

"""Output of `flask train`: a progress bar, and the report at the end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import TextColumn, TimeElapsedColumn

from chatbot.evaluation.comparison import ModelComparison
from chatbot.evaluation.report import RunReport
from chatbot.evaluation.unmeasured import Unmeasured
from chatbot.evaluation.weaknesses import Weaknesses
from chatbot.text.wording import counted
from web.cli.failed_tests import failed_test_line
from web.cli.progress_bar import Bar
from web.models.rejections import rejection_sentence
from web.training.notes.model import learnt_values_notes, student_notes
from web.training.wording.note import note_sentence
from web.training.wording.unmeasured import unmeasured_sentence
from web.training.wording.weaknesses import remedy_sentences, weakness_sentence

if TYPE_CHECKING:
    from chatbot.training.progress import EpochProgress
    from chatbot.training.train import TrainedModel
    from web.training.trainer import RunOutcome


class TrainingBar(Bar):
    """Progress bar with the loss and the accuracies of the last epoch."""

    def __init__(self, console: Console) -> None:
        figures = TextColumn("{task.fields[figures]}")
        super().__init__(console, figures, TimeElapsedColumn(), figures="")

    def show(self, progress: "EpochProgress") -> None:
        """Move the bar to an epoch."""
        self._progress.update(
            self._task,
            description=f"Epoch {progress.epoch}/{progress.epochs}",
            completed=progress.epoch,
            total=progress.epochs,
            figures=_figures(progress),
        )

    def complete(self) -> None:
        """Fill the bar: training may be done before the last possible epoch."""
        self._progress.update(self._task, description="Trained", total=1, completed=1)


def _figures(progress: "EpochProgress") -> str:
    figures = f"loss {progress.loss:.3f}, accuracy {progress.accuracy:.1%}"
    if progress.validation_accuracy is None:
        return figures
    return f"{figures}, held-out {progress.validation_accuracy:.1%}"


def print_report(console: Console, outcome: "RunOutcome") -> None:
    """Print the figures of the model, the gate's reasons, and the fate of the version."""
    for line in _figure_lines(outcome.trained):
        console.print(line)
    result = outcome.gate_result
    if result.report.against:
        _print_comparison(console, result.report.against)
    for rejection in result.reasons:
        console.print(rejection_sentence(rejection))
    console.print(_ending(outcome), style="bold")
    if outcome.trained.report.weaknesses:
        _print_weaknesses(console, outcome.trained.report.weaknesses)


def _figure_lines(trained: "TrainedModel") -> Iterator[str]:
    """Figures of the model, and the tests that it fails."""
    metrics = trained.bundle.metadata.metrics
    if metrics.held_out_accuracy is None:
        yield "Accuracy: unknown, there are too few patterns to hold some out."
    else:
        messages = counted(metrics.held_out_messages, "held-out message")
        intents = _measured(trained.report.unmeasured)
        yield f"Accuracy: {metrics.held_out_accuracy:.1%} of {messages}, of {intents}."
    if sentence := unmeasured_sentence(trained.report.unmeasured):
        yield f"          {sentence}"
    yield from _fallback_lines(trained.report)
    for note in (*student_notes(trained.bundle.metadata), *learnt_values_notes(metrics)):
        label, _, sentence = note_sentence(note).partition(": ")
        yield f"{label + ':':9} {sentence}"
    passed = f"{metrics.tests - metrics.tests_failed:,} of {metrics.tests:,} pass."
    yield f"Tests:    {passed if metrics.tests else 'none are written.'}"
    yield from (f"  {failed_test_line(failed)}" for failed in trained.failed_tests)
    yield f"Time:     {metrics.seconds:.0f} s."


def _measured(unmeasured: Unmeasured) -> str:
    """Number of intents with held-out messages, and of all if these are more."""
    all_intents = counted(unmeasured.intents, "intent")
    if unmeasured.measured == unmeasured.intents:
        return all_intents
    return f"{unmeasured.measured:,} of {all_intents}"


def _fallback_lines(report: RunReport) -> Iterator[str]:
    """Share of held-out messages refused by the threshold that answers, and by the one before."""
    if report.figures:
        yield f"Fallback: {report.figures.false_rejection_rate:.1%} of them."
        if report.tests_weight:
            by_patterns = f"{report.rejected_by_patterns:.1%}"
            yield f"          The tests raised the threshold: without them, {by_patterns}."


def _print_weaknesses(console: Console, weaknesses: Weaknesses) -> None:
    """Print the warning about a weak bot, and what would help, last of all: it is to be read."""
    console.print()
    console.print(f"Warning: {weakness_sentence(weaknesses)}", style="yellow")
    for number, sentence in enumerate(remedy_sentences(weaknesses), start=1):
        console.print(f"  {number}. {sentence}")


def _print_comparison(console: Console, comparison: ModelComparison) -> None:
    """Print the figures beside the live model's, and the tests with another result."""
    console.print(f"Beside version {comparison.version}, which was live:")
    new, live = comparison.new, comparison.live
    if new and live:
        messages = counted(new.messages, "pattern")
        console.print(f"  of {messages} that both trainings held out:")
        console.print(f"  macro F1 {new.macro_f1.value:.1%}, was {live.macro_f1.value:.1%}")
        rates = new.false_rejection_rate, live.false_rejection_rate
        console.print(f"  fallback {rates[0]:.1%}, was {rates[1]:.1%}")
    for test in comparison.newly_failing:
        console.print(f"  fails now: “{test.message}” of {test.intent}")
    for test in comparison.newly_passing:
        console.print(f"  passes now: “{test.message}” of {test.intent}")


def _ending(outcome: "RunOutcome") -> str:
    number, result = outcome.version.id, outcome.gate_result
    if not result.reasons:
        return f"Version {number} is live."
    if result.overridden:
        return f"Version {number} is live all the same."
    return (
        f"Version {number} is rejected: it is stored, and the live version stays. To put it live"
        f" all the same: flask models activate {number} --override"
    )

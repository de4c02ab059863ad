"""Output of `flask evaluate`: figures in 80 columns."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from chatbot.evaluation.advice import Advice
from chatbot.evaluation.evaluation import Evaluation
from chatbot.evaluation.intent_tests import FailedTest
from chatbot.evaluation.metrics import Interval
from chatbot.text.wording import counted
from web.cli.console import heading, plain_table
from web.cli.failed_tests import failed_test_line
from web.evaluation.wording import gain_sentences
from web.training.wording.advice import advice_sentence

MOST_INTENTS, MOST_CONFUSIONS, MOST_ADVICE, MOST_MESSAGES = 10, 5, 5, 2


def print_evaluation(console: Console, evaluation: Evaluation) -> None:
    """Print figures, failed tests, weakest intents, confusions, advice and learning curve."""
    for line in _figures(evaluation):
        console.print(line)
    _print_failed(console, evaluation.tests.failed)
    _print_intents(console, evaluation)
    _print_confusions(console, evaluation)
    _print_advice(console, evaluation.advice)
    if evaluation.learning_curve:
        _print_learning_curve(console, evaluation)


def _figures(evaluation: Evaluation) -> Iterator[str]:
    scope, sets = evaluation.scope, evaluation.prediction_sets
    yield f"{evaluation.method}, seed {evaluation.seed}; in brackets, 95% confidence intervals"
    yield f"Accuracy:     {interval(evaluation.accuracy)} of {counted(scope.in_scope, 'message')}"
    yield f"Macro F1:     {interval(evaluation.macro_f1)}"
    yield (
        f"Answers:      {scope.answered_right:.1%} right, {scope.answered_wrong:.1%} wrong, "
        f"{scope.false_rejection_rate:.1%} refused"
    )
    if scope.off_topic_refused is not None:
        share, messages = scope.off_topic_refused, counted(scope.off_topic, "message")
        yield f"Off topic:    {share:.1%} of {messages} refused (AUROC {scope.auroc:.3f})"
    ece = evaluation.reliability.ece
    yield f"Confidence:   {ece:.1%} off on average (expected calibration error)"
    if sets:
        size = f"{sets.mean_size:.1f} on average"
        yield f"Candidates:   hold the right intent in {sets.coverage:.1%}, {size}"
    tests = evaluation.tests
    passed = f"{tests.total - len(tests.failed):,} of {tests.total:,} pass"
    yield f"Tests:        {passed if tests.total else 'none are written'}"


def _print_failed(console: Console, failed: Sequence[FailedTest]) -> None:
    for test in failed[:MOST_CONFUSIONS]:
        console.print(f"  {failed_test_line(test)}")
    _print_more(console, len(failed), MOST_CONFUSIONS)


def _print_intents(console: Console, evaluation: Evaluation) -> None:
    heading(console, "Weakest intents")
    table = plain_table("Intent", "Precision", "Recall", "F1", "Messages")
    weak = [figures for figures in evaluation.intents if figures.f1 < 1]
    for figures in weak[:MOST_INTENTS]:
        shares = (f"{share:.0%}" for share in (figures.precision, figures.recall, figures.f1))
        table.add_row(Text(figures.intent), *shares, f"{figures.support:,}")
    console.print(table if weak else "  None: every message was understood.")
    _print_more(console, len(weak), MOST_INTENTS)


def _print_confusions(console: Console, evaluation: Evaluation) -> None:
    if not evaluation.confusions:
        return
    heading(console, "Most confused")
    for pair in evaluation.confusions[:MOST_CONFUSIONS]:
        console.print(f"  {len(pair.messages):>3}  {pair.intent} → {pair.predicted}")
        for message in pair.messages[:MOST_MESSAGES]:
            console.print(Text(f"       “{message}”", style="dim"))
    _print_more(console, len(evaluation.confusions), MOST_CONFUSIONS)


def _print_learning_curve(console: Console, evaluation: Evaluation) -> None:
    assert evaluation.learning_curve
    heading(console, "Learning curve")
    table = plain_table("Patterns", "Accuracy", "95% interval")
    for point in evaluation.learning_curve.points:
        accuracy = point.accuracy
        table.add_row(
            f"{point.share:.0%}", f"{accuracy.value:.1%}", f"{accuracy.low:.1%}–{accuracy.high:.1%}"
        )
    console.print(table)
    for sentence in gain_sentences(evaluation.learning_curve.growth[:MOST_ADVICE]):
        console.print(_item(sentence))


def _print_advice(console: Console, advice: Sequence[Advice]) -> None:
    if advice:
        heading(console, "What to do")
        for item in advice[:MOST_ADVICE]:
            console.print(_item(advice_sentence(item)))
        _print_more(console, len(advice), MOST_ADVICE)


def _item(sentence: str) -> Table:
    """Item of a list, with further lines indented."""
    grid = Table.grid(padding=(0, 1))
    grid.add_row(" •", Text(sentence))
    return grid


def _print_more(console: Console, number: int, shown: int) -> None:
    if number > shown:
        console.print(f"  … and {number - shown:,} more (--html and --json write all)")


def interval(figure: Interval) -> str:
    """Share of 1 in percent, with the confidence interval in brackets."""
    return f"{figure.value:.1%} [{100 * figure.low:.1f}–{100 * figure.high:.1f}]"

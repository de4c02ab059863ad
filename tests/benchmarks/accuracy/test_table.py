"""Table of means, spreads, and differences from the linear reference."""

from rich.console import Console

from benchmarks.accuracy.data import DataSet, LabelledTexts
from benchmarks.accuracy.figures import NAMES, AccuracyFigures, SystemResult
from benchmarks.accuracy.table import footer, table_of

DATA = DataSet(
    "shop",
    LabelledTexts(("a", "b"), ("x", "y")),
    LabelledTexts(),
    LabelledTexts(("c",), ("x",)),
    (),
    LabelledTexts(),
    ("odd",),
)


def result(system: str, accuracies: tuple[float, ...], cost: float) -> SystemResult:
    figures = {"accuracy": 0.0, "train_cpu_s": cost, "peak_mb": 1234.5}
    runs = tuple(
        AccuracyFigures(**(dict.fromkeys(NAMES) | figures | {"accuracy": accuracy}))
        for accuracy in accuracies
    )
    return SystemResult(
        system, tuple(range(1, len(runs) + 1)), runs, {"epochs": 7, "rate": 0.12345}
    )


def render(*results: SystemResult) -> str:
    console = Console(width=120)
    with console.capture() as capture:
        console.print(table_of(results, "shop"))
    return "\n".join([capture.get(), *footer(results, DATA)])


def test_recollect_is_compared_with_the_linear_model() -> None:
    text = render(
        result("wide_deep", (90.0, 92.0, 94.0), 30.0), result("linear_svc", (88.0, 89.0, 87.0), 2.0)
    )
    row = text.split("wide_deep")[1].split("TF-IDF + LinearSVC")[0].split()
    assert row == ["92.0", "30.0", "1234", "±2.0", "±0.0", "±0", "+4.0", "×15", "×1"]
    assert "2 messages of 2 intents learnt; 1 in scope and 0 out of scope asked" in text
    assert "Seeds: 1, 2, 3. Mean ± standard deviation over them. Last, the difference" in text
    assert "odd.\nwide_deep: epochs 7, rate 0.123.\nlinear_svc: epochs 7" in text


def test_one_seed_has_no_spread_and_one_system_no_difference() -> None:
    text = render(result("wide_deep", (90.0,), 30.0))
    assert "±" not in text
    assert "difference" not in text


def test_a_figure_without_data_has_no_column() -> None:
    text = render(result("wide_deep", (90.0,), 30.0))
    assert "accuracy" in text
    assert "AUROC" not in text

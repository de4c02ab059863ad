"""The figures as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich import box
from rich.table import Table

from benchmarks.accuracy.data import DataSet
from benchmarks.accuracy.figures import SystemResult
from benchmarks.accuracy.registry import COMPARED_WITH

LABELS = {
    "linear_svc": "TF-IDF + LinearSVC",
    "linear_svc_names": "the same, with names",
    "tutorial_lstm": "tutorial's LSTM",
}
PERCENT = {
    "accuracy": "accuracy",
    "macro_f1": "macro F1",
    "accuracy_typos": "with typos",
    "oos_recall": "oos recall",
    "in_scope_refused": "in-scope refused",
    "oos_recall_at_95": "recall at 95",
    "auroc": "AUROC",
    "ece": "ECE",
}
COSTS = {
    "train_cpu_s": "CPU s",
    "peak_mb": "peak MB",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "bundle_mb": "stored MB",
}


def table_of(results: Sequence[SystemResult], name: str) -> Table:
    """Return a row a system: the mean over seeds, its spread, and how far `linear_svc` is."""
    table = Table(title=f"Accuracy and cost on {name}", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("")
    reference = next((result for result in results if result.system == COMPARED_WITH), None)
    shown = [
        figure
        for figure in (*PERCENT, *COSTS)
        if any(result.values(figure) is not None for result in results)
    ]
    for figure in shown:
        heading = (PERCENT | COSTS)[figure].replace(" ", "\n")
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        label = LABELS.get(result.system, result.system)
        table.add_row(label, *(_cell(result, reference, figure) for figure in shown))
    return table


def footer(results: Sequence[SystemResult], data: DataSet) -> list[str]:
    """Return what is to be known about the table, a sentence or two a line."""
    seeds = results[0].seeds
    counts = (
        f"{len(data.train):,} messages of {len(set(data.train.labels))} intents learnt; "
        f"{len(data.test):,} in scope and {len(data.foreign):,} out of scope asked, once, at the "
        "end."
    )
    read = f"Seeds: {', '.join(map(str, seeds))}."
    if len(seeds) > 1:
        read += " Mean ± standard deviation over them."
    if _has_reference(results):
        read += f" Last, the difference (of percentages) or ratio to {LABELS[COMPARED_WITH]}."
    lines = [counts, read]
    lines += [f"{remark}." for remark in data.remarks]
    return lines + [f"{result.system}: {_settings(result)}." for result in results]


def _cell(result: SystemResult, reference: SystemResult | None, figure: str) -> str:
    values = result.values(figure)
    if values is None:
        return "–"
    number = f"{{:.{1 if figure in PERCENT else _decimals(values)}f}}".format
    lines = [number(np.mean(values))]
    if len(values) > 1:
        lines.append(f"±{number(np.std(values, ddof=1))}")
    other = reference.values(figure) if reference and reference is not result else None
    if other:
        lines.append(_compared(float(np.mean(values)), float(np.mean(other)), figure))
    return "\n".join([*lines, ""])


def _compared(mean: float, other: float, figure: str) -> str:
    if figure in PERCENT:
        return f"{mean - other:+.1f}"
    if not other:
        return ""
    return f"×{mean / other:.2g}" if mean < 10 * other else f"×{mean / other:.0f}"


def _decimals(values: Sequence[float]) -> int:
    """Return how many decimals leave about three digits."""
    return int(np.clip(2 - np.floor(np.log10(max(*values, 1e-9))), 0, 2))


def _settings(result: SystemResult) -> str:
    rounded = {n: round(v, 3) if isinstance(v, float) else v for n, v in result.settings.items()}
    return ", ".join(f"{name} {value}" for name, value in rounded.items())


def _has_reference(results: Sequence[SystemResult]) -> bool:
    return len(results) > 1 and any(result.system == COMPARED_WITH for result in results)

"""Table of the figures for people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich import box
from rich.table import Table

from benchmarks.accuracy.data import DataSet
from benchmarks.accuracy.figures import SystemResult
from benchmarks.accuracy.registry import BASELINE

LABELS = {
    "linear_svc": "TF-IDF + LinearSVC",
    "linear_svc_names": "the same, with names",
    "linear_svc_bag": "bag of words + LinearSVC",
    "tutorial_lstm": "tutorial's LSTM",
}
PERCENT = {
    "accuracy": "accuracy",
    "pairs_right": "both of a pair",
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
    """Return a table with a row per system: mean over seeds, spread, distance from `linear_svc`."""
    table = Table(title=f"Accuracy and cost on {name}", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("")
    baseline = next((result for result in results if result.system == BASELINE), None)
    figures = [
        figure
        for figure in (*PERCENT, *COSTS)
        if any(result.values(figure) is not None for result in results)
    ]
    for figure in figures:
        heading = (PERCENT | COSTS)[figure].replace(" ", "\n")
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        label = LABELS.get(result.system, result.system)
        table.add_row(label, *(_cell(result, baseline, figure) for figure in figures))
    return table


def footer(results: Sequence[SystemResult], data: DataSet) -> list[str]:
    """Return the notes below the table, in lines."""
    seeds = results[0].seeds
    counts = (
        f"{len(data.train):,} messages of {len(set(data.train.labels))} intents learnt; "
        f"{len(data.test):,} in scope and {len(data.out_of_scope):,} out of scope asked, once, "
        "at the end."
    )
    legend = f"Seeds: {', '.join(map(str, seeds))}."
    if len(seeds) > 1:
        legend += " Mean ± standard deviation over them."
    if _has_baseline(results):
        legend += f" Last, the difference (of percentages) or ratio to {LABELS[BASELINE]}."
    lines = [counts, legend]
    lines += [f"{remark}." for remark in data.remarks]
    return lines + [f"{result.system}: {_settings(result)}." for result in results]


def _cell(result: SystemResult, baseline: SystemResult | None, figure: str) -> str:
    values = result.values(figure)
    if values is None:
        return "–"
    number = f"{{:.{1 if figure in PERCENT else _decimals(values)}f}}".format
    lines = [number(np.mean(values))]
    if len(values) > 1:
        lines.append(f"±{number(np.std(values, ddof=1))}")
    expected = baseline.values(figure) if baseline and baseline is not result else None
    if expected:
        lines.append(_difference(float(np.mean(values)), float(np.mean(expected)), figure))
    return "\n".join([*lines, ""])


def _difference(mean: float, baseline: float, figure: str) -> str:
    if figure in PERCENT:
        return f"{mean - baseline:+.1f}"
    if not baseline:
        return ""
    return f"×{mean / baseline:.2g}" if mean < 10 * baseline else f"×{mean / baseline:.0f}"


def _decimals(values: Sequence[float]) -> int:
    """Return the number of decimals for about three digits."""
    return int(np.clip(2 - np.floor(np.log10(max(*values, 1e-9))), 0, 2))


def _settings(result: SystemResult) -> str:
    return ", ".join(
        f"{name} {round(value, 3) if isinstance(value, float) else value}"
        for name, value in result.settings.items()
    )


def _has_baseline(results: Sequence[SystemResult]) -> bool:
    return len(results) > 1 and any(result.system == BASELINE for result in results)

"""Figures of a system by seed: accuracy, rejection, calibration, and cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from benchmarks.accuracy import metrics
from benchmarks.accuracy.data import DataSet
from benchmarks.accuracy.pairs import pairs_right
from benchmarks.accuracy.run import Report
from benchmarks.accuracy.system import SystemAnswer

Figure = float | None
"""None for a figure without data."""


@dataclass(frozen=True, slots=True)
class AccuracyFigures:
    """Figures of a run: percentages from 0 to 100, processor seconds, MB, milliseconds."""

    accuracy: Figure
    pairs_right: Figure
    macro_f1: Figure
    oos_recall: Figure
    in_scope_refused: Figure
    oos_recall_at_95: Figure
    auroc: Figure
    ece: Figure
    accuracy_typos: Figure
    train_cpu_s: Figure
    peak_mb: Figure
    p50_ms: Figure
    p99_ms: Figure
    bundle_mb: Figure

    @classmethod
    def of(cls, report: Report, data: DataSet) -> AccuracyFigures:
        """Return the figures of a run on a data set."""
        test, out_of_scope = report.answers["test"], report.answers.get("oos", ())
        misspelt = report.answers.get("typo", ())
        truth, labels = data.test.labels, _labels(test)
        scores, out_of_scope_scores = _scores(test), _scores(out_of_scope)
        correct = [expected == label for expected, label in zip(truth, labels, strict=True)]
        return cls(
            accuracy=metrics.accuracy(truth, labels),
            pairs_right=pairs_right(data.test, labels),
            macro_f1=metrics.macro_f1(truth, labels),
            oos_recall=_rejection_rate(out_of_scope) if out_of_scope else None,
            in_scope_refused=_rejection_rate(test),
            oos_recall_at_95=metrics.oos_recall_at(scores, out_of_scope_scores)
            if out_of_scope
            else None,
            auroc=metrics.auroc(scores, out_of_scope_scores) if out_of_scope else None,
            ece=metrics.calibration_error([answer.confidence for answer in test], correct),
            accuracy_typos=metrics.accuracy(data.misspelt.labels, _labels(misspelt))
            if misspelt
            else None,
            train_cpu_s=report.usage.cpu_s,
            peak_mb=report.usage.peak_mb,
            p50_ms=report.p50_ms,
            p99_ms=report.p99_ms,
            bundle_mb=report.bundle_mb,
        )


NAMES = tuple(field.name for field in fields(AccuracyFigures))


@dataclass(frozen=True, slots=True)
class SystemResult:
    """All runs of a system, with the settings of the run with the first seed."""

    system: str
    seeds: tuple[int, ...]
    runs: tuple[AccuracyFigures, ...]
    settings: dict[str, Any]

    def values(self, name: str) -> list[float] | None:
        """Return a figure by seed; None for a figure without data."""
        values = [getattr(run, name) for run in self.runs]
        return None if None in values else values

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of the system."""
        head = {"system": self.system, "seeds": list(self.seeds)}
        return head | {name: self.values(name) for name in NAMES} | {"settings": self.settings}


def _labels(answers: Sequence[SystemAnswer]) -> list[str]:
    return [answer.label for answer in answers]


def _scores(answers: Sequence[SystemAnswer]) -> list[float]:
    return [answer.score for answer in answers]


def _rejection_rate(answers: Sequence[SystemAnswer]) -> float:
    return metrics.rejection_rate([answer.accepted for answer in answers])

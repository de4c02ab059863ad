"""What the answers of a system come to, seed by seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from benchmarks.accuracy import metrics as metrics
from benchmarks.accuracy.data import DataSet
from benchmarks.accuracy.run import Report
from benchmarks.accuracy.system import SystemAnswer

Figure = float | None
"""None where the data do not allow it."""


@dataclass(frozen=True, slots=True)
class AccuracyFigures:
    """One run of a system: percentages from 0 to 100, processor seconds, MB, milliseconds."""

    accuracy: Figure
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
        """Return the figures of one run on these data."""
        test, foreign = report.answers["test"], report.answers.get("oos", ())
        typo = report.answers.get("typo", ())
        truth, answered = data.test.labels, _labels(test)
        ours, theirs = [a.score for a in test], [a.score for a in foreign]
        right = [a == b for a, b in zip(truth, answered, strict=True)]
        return cls(
            accuracy=metrics.accuracy(truth, answered),
            macro_f1=metrics.macro_f1(truth, answered),
            oos_recall=metrics.share_refused([a.accepted for a in foreign]) if foreign else None,
            in_scope_refused=metrics.share_refused([a.accepted for a in test]),
            oos_recall_at_95=metrics.oos_recall_at(ours, theirs) if foreign else None,
            auroc=metrics.auroc(ours, theirs) if foreign else None,
            ece=metrics.calibration_error([a.confidence for a in test], right),
            accuracy_typos=metrics.accuracy(data.typo.labels, _labels(typo)) if typo else None,
            train_cpu_s=report.usage.cpu_s,
            peak_mb=report.usage.peak_mb,
            p50_ms=report.p50_ms,
            p99_ms=report.p99_ms,
            bundle_mb=report.bundle_mb,
        )


NAMES = tuple(field.name for field in fields(AccuracyFigures))


@dataclass(frozen=True, slots=True)
class SystemResult:
    """All runs of a system. `settings` are those of the first seed."""

    system: str
    seeds: tuple[int, ...]
    runs: tuple[AccuracyFigures, ...]
    settings: dict[str, Any]

    def values(self, name: str) -> list[float] | None:
        """Return a figure by seed; None where it does not apply."""
        found = [getattr(run, name) for run in self.runs]
        return None if None in found else found

    def to_json(self) -> dict[str, Any]:
        """Return the object that is written for this system."""
        head = {"system": self.system, "seeds": list(self.seeds)}
        return head | {name: self.values(name) for name in NAMES} | {"settings": self.settings}


def _labels(answers: Sequence[SystemAnswer]) -> list[str]:
    return [answer.label for answer in answers]

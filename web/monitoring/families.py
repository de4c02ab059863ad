"""Metrics that are read when Prometheus asks: database, processes."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from web.monitoring.figures import DatabaseFigures
from web.monitoring.process_list import ServerProcess


class ReadMetrics(Collector):
    """Collector of figures just read; `figures` is None if the database cannot be used."""

    def __init__(self, figures: DatabaseFigures | None, processes: Sequence[ServerProcess]) -> None:
        self._figures = figures
        self._processes = processes

    def collect(self) -> Iterator[Metric]:
        """Yield a family for each metric; a family without a value has no samples."""
        is_up = float(self._figures is not None)
        yield _gauge("recollect_database_up", "1 if the database answers, 0 if not.", is_up)
        if self._figures:
            yield from _model(self._figures)
            yield from _training(self._figures)
        yield from _memory(self._processes)


def _model(figures: DatabaseFigures) -> Iterator[Metric]:
    yield _gauge("recollect_model_version", "Number of the live model version.", figures.version)
    yield _gauge(
        "recollect_model_trained_timestamp_seconds",
        "Unix time at which the live model was stored.",
        _timestamp(figures.trained_at),
    )
    yield _gauge(
        "recollect_model_activated_timestamp_seconds",
        "Unix time at which the live model went live.",
        _timestamp(figures.activated_at),
    )


def _training(figures: DatabaseFigures) -> Iterator[Metric]:
    runs = GaugeMetricFamily(
        "recollect_training_runs", "Training runs by status.", labels=["status"]
    )
    for status, count in figures.runs.items():
        runs.add_metric([status], count)
    yield runs
    yield _gauge(
        "recollect_training_queue_length",
        "Training runs that wait.",
        figures.runs["queued"],
    )
    yield _gauge(
        "recollect_training_progress_ratio",
        "Share of the epochs that the training under way has done.",
        (figures.epoch or 0) / figures.epochs if figures.epochs else None,
    )
    yield _gauge(
        "recollect_training_heartbeat_timestamp_seconds",
        "Unix time of the last sign of life of the training under way.",
        _timestamp(figures.heartbeat_at),
    )


def _memory(processes: Sequence[ServerProcess]) -> Iterator[Metric]:
    labels = ["role", "pid"]
    starts = GaugeMetricFamily(
        "recollect_process_start_time_seconds", "Unix time of the start.", labels=labels
    )
    memory = GaugeMetricFamily(
        "recollect_process_memory_bytes",
        "Memory: resident, or proportional, with shared memory by its share.",
        labels=[*labels, "kind"],
    )
    for process in processes:
        names = [process.role, str(process.pid)]
        starts.add_metric(names, process.started)
        memory.add_metric([*names, "resident"], process.resident)
        if process.proportional is not None:
            memory.add_metric([*names, "proportional"], process.proportional)
    yield from (starts, memory)


def _gauge(name: str, text: str, value: float | None) -> Metric:
    family = GaugeMetricFamily(name, text)
    if value is not None:
        family.add_metric([], value)
    return family


def _timestamp(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None

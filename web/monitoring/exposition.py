"""The page of metrics: what the processes counted, and what is read for the page."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from time import time

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

from web.http.instruments import CIRCUIT, REGISTRY
from web.monitoring.families import ReadMetrics
from web.monitoring.figures import DatabaseFigures
from web.monitoring.process_list import forget_dead, processes

CONTENT_TYPE = CONTENT_TYPE_LATEST


class _Counted:
    """Figures that the processes counted, with the state of circuits at this moment."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        """Collect all metrics, of this process alone without a folder."""
        for metric in self._metrics():
            if metric.name == CIRCUIT:
                now = time()
                metric.samples = [s._replace(value=float(s.value > now)) for s in metric.samples]
            yield metric

    def _metrics(self) -> Iterable[Metric]:
        if self._folder is None:
            return REGISTRY.collect()
        collector = MultiProcessCollector(None, str(self._folder))  # type: ignore[no-untyped-call]
        metrics: Iterable[Metric] = collector.collect()  # type: ignore[no-untyped-call]
        return metrics


def page(folder: Path | None, figures: DatabaseFigures | None) -> bytes:
    """Return the text format of Prometheus; without a folder, of this process alone."""
    registry = CollectorRegistry()
    if folder:
        forget_dead(folder)
    registry.register(_Counted(folder))
    registry.register(ReadMetrics(figures, tuple(processes(folder))))
    return generate_latest(registry)

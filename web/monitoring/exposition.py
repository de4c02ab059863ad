"""The page of metrics: what the processes counted, and what is read for the page."""

from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from web.http.instruments import REGISTRY
from web.monitoring.families import ReadMetrics
from web.monitoring.figures import DatabaseFigures
from web.monitoring.process_list import forget_dead, processes

CONTENT_TYPE = CONTENT_TYPE_LATEST


def page(folder: Path | None, figures: DatabaseFigures | None) -> bytes:
    """Return the text format of Prometheus; without a folder, of this process alone."""
    registry = CollectorRegistry()
    if folder:
        forget_dead(folder)
        MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(ReadMetrics(figures, tuple(processes(folder))))
    return generate_latest(registry)

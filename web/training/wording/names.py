"""Names of states of a training, and of networks, on pages."""

from chatbot.model.architectures import Architecture
from web.http.translation import later, translated
from web.training.tables import RunStatus

_STATUSES: dict[RunStatus, str] = {
    "queued": later("queued"),
    "running": later("running"),
    "succeeded": later("succeeded"),
    "rejected": later("rejected"),
    "failed": later("failed"),
    "cancelled": later("cancelled"),
}

SUMMARIES = (
    later("bag of stems"),
    later("recurrent"),
    later("long memory"),
    later("LSTMs in layers"),
    later("both directions"),
    later("weighs words"),
    later("from scratch"),
    later("learnt English"),
    later("knows languages"),
)
"""Summaries of the networks, as the library has them."""


def status_name(status: RunStatus) -> str:
    """Name of the status of a run."""
    return translated(_STATUSES[status])


def network_summary(network: Architecture) -> str:
    """Idea of a network in a few words."""
    return translated(network.summary)

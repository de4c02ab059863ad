"""Wording of the figures of learnt entities."""

from chatbot.model.bundle import Metrics
from chatbot.text.wording import counted


def learnt_values_sentence(metrics: Metrics) -> str:
    """Sentence about the values that were found in held-out patterns; "" where none were."""
    if metrics.held_out_values_f1 is None:
        return ""
    values = counted(metrics.held_out_values, "held-out value")
    return f"F1 {metrics.held_out_values_f1:.1%} of {values} of learnt entities."

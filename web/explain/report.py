"""HTML file with the explanation of an answer, in words and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.charts.page import page
from web.explain.charts import charts_of
from web.explain.wording import KNOWN_BY, notes_of

if TYPE_CHECKING:
    from chatbot.explanation.explain import Explanation


def explanation_page(explanation: Explanation, bot_name: str) -> str:
    """Return the page about an answer of the bot called `bot_name`."""
    return page(
        "explain/report.html",
        charts_of(explanation),
        explanation=explanation,
        notes=notes_of(explanation),
        known=KNOWN_BY,
        bot_name=bot_name,
    )

"""An evaluation, or the explanation of an answer, as an HTML file with charts."""

from typing import TYPE_CHECKING

from web.report import charts, explanation_charts
from web.report.explanation_notes import notes_of
from web.report.page import page

if TYPE_CHECKING:
    from chatbot.evaluation import Evaluation
    from chatbot.explanation import Explanation


def report_of(evaluation: "Evaluation", bot_name: str) -> str:
    """The page about an evaluation of the bot of this name."""
    drawn = charts.charts_of(evaluation)
    return page("report.html", drawn, evaluation=evaluation, bot_name=bot_name)


def explanation_of(explanation: "Explanation", bot_name: str) -> str:
    """The page about one answer of the bot of this name."""
    from chatbot.explanation import KNOWN

    return page(
        "explanation.html",
        explanation_charts.charts_of(explanation),
        explanation=explanation,
        notes=notes_of(explanation),
        known=KNOWN,
        bot_name=bot_name,
    )

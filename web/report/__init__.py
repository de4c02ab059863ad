"""An evaluation as one HTML file with charts, which asks no other machine for anything."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from web.report.charts import charts_of

if TYPE_CHECKING:
    from chatbot.evaluation import Evaluation

_LIBRARY = "<script data-library></script>"
"""Where plotly.js goes. What a person wrote cannot hold it, for its < is escaped."""


def report_of(evaluation: "Evaluation", bot_name: str) -> str:
    """The page: 5 MB, nearly all of it plotly.js."""
    from plotly.offline import get_plotlyjs

    environment = Environment(
        loader=PackageLoader("web.report", ""), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["percent"] = _percent
    charts = charts_of(evaluation)
    page = environment.get_template("report.html").render(
        evaluation=evaluation,
        bot_name=bot_name,
        charts=charts,
        drawings={name: asdict(chart) for name, chart in charts.items()},
    )
    return page.replace(_LIBRARY, f"<script>{get_plotlyjs()}</script>", 1)


def _percent(share: float | None, digits: int = 1) -> str:
    return "–" if share is None else f"{share:.{digits}%}"

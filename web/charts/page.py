"""Page with charts as a single HTML file without links to other files."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chatbot.text.wording import percent
from web.charts.chart import Chart
from web.charts.plotly import plotly_source
from web.core.assets import STATIC, template_folders

_LIBRARY = "<script data-library></script>"
"""Place of plotly.js. Text of a person cannot hold the mark: < is escaped."""


def page(template: str, charts: Mapping[str, Chart], **values: object) -> str:
    """Render a template based on `charts/page.html`: 5 MB, nearly all plotly.js."""
    folders = [*template_folders(), STATIC]  # the page includes the script and style of charts
    environment = Environment(
        loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["percent"] = percent
    rendered = environment.get_template(template).render(charts=charts, **values)
    return rendered.replace(_LIBRARY, f"<script>{plotly_source()}</script>", 1)

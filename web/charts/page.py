"""Page with charts as a single HTML file without links to other files."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chatbot.text.wording import percent
from web.charts.chart import Chart
from web.core.assets import STATIC, template_folders


def page(template: str, charts: Mapping[str, Chart], **values: object) -> str:
    """Render a template based on `charts/page.html`, with the styles and scripts in it."""
    folders = [*template_folders(), STATIC]  # the page includes the script and style of charts
    environment = Environment(
        loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["percent"] = percent
    return environment.get_template(template).render(charts=charts, **values)

"""Page with charts as a single HTML file without links to other files."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.charts.chart import Chart
from web.core.assets import STATIC, template_folders
from web.http.numbers import configure_numbers
from web.http.translation import configure_translation


def page(template: str, charts: Mapping[str, Chart], **values: object) -> str:
    """Render a template based on `charts/page.html`, with the styles and scripts in it."""
    folders = [*template_folders(), STATIC]  # the page includes the script and style of charts
    environment = Environment(
        loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined
    )
    configure_translation(environment)
    configure_numbers(environment)
    return environment.get_template(template).render(charts=charts, **values)

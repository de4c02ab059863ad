"""A page with charts as one HTML file, which asks no other machine for anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chatbot.text.wording import percent
from web.charts.chart import Chart
from web.core.assets import template_folders

_LIBRARY = "<script data-library></script>"
"""Where plotly.js goes. What a person wrote cannot hold it, for its < is escaped."""


def page(template: str, charts: Mapping[str, Chart], **values: object) -> str:
    """The page of a template of this folder: 5 MB, nearly all of it plotly.js."""
    from plotly.offline import get_plotlyjs

    environment = Environment(
        loader=FileSystemLoader(template_folders()), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["percent"] = percent
    rendered = environment.get_template(template).render(
        charts=charts,
        drawings={name: asdict(chart) for name, chart in charts.items()},
        **values,
    )
    return rendered.replace(_LIBRARY, f"<script>{get_plotlyjs()}</script>", 1)

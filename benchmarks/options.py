"""Options that the benchmarks share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

bundle_option = click.option(
    "--bundle",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of the bundle to measure, in place of the live model.",
)
json_option = click.option(
    "--json",
    "output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File for the figures.",
)


def write_figures(output: Path | None, figures: Any) -> None:
    """Write figures as JSON, if there is a file for them."""
    if output:
        output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")

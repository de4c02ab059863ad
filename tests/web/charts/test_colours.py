"""Colours of charts stand out from the pages, in light and in dark."""

import re
from pathlib import Path

import pytest

from web.chat.colour import Colour, contrast
from web.core.assets import STATIC

STYLES = (STATIC / "charts" / "charts.css").read_text(encoding="utf-8")
LIGHT_RULES, DARK_RULES = STYLES.split("@media (prefers-color-scheme: dark)")
REPORT = Path(__file__).parents[3] / "web" / "charts" / "templates" / "charts" / "report.css"
WHITE, BOOTSTRAP_DARK = "#ffffff", "#212529"
LIGHT_INK, DARK_INK = "#212529", "#dee2e6"
"""Backgrounds and text of Bootstrap's themes."""


def colours(rules: str) -> dict[str, Colour]:
    values = dict(re.findall(r"--chart-(\w+): (#\w{6});", rules))
    return {name: Colour.parse(value) for name, value in values.items()}


def report_surface(theme: int) -> str:
    surfaces: list[str] = re.findall(r"--surface: (#\w{6});", REPORT.read_text(encoding="utf-8"))
    return surfaces[theme]


@pytest.mark.parametrize(
    ("rules", "surfaces", "ink"),
    [
        (LIGHT_RULES, (WHITE, report_surface(0)), LIGHT_INK),
        (DARK_RULES, (BOOTSTRAP_DARK, report_surface(1)), DARK_INK),
    ],
    ids=["light", "dark"],
)
def test_colours_stand_out(rules: str, surfaces: tuple[str, ...], ink: str) -> None:
    table = colours(rules)
    for surface in map(Colour.parse, surfaces):
        for name in ("first", "second", "third"):
            assert contrast(table[name], surface) >= 3, name
        assert contrast(table["quiet"], surface) >= 4.5
        for name in ("above", "below"):
            for share in range(0, 101, 10):
                cell = surface.mixed_with(table[name], share / 100)
                assert contrast(Colour.parse(ink), cell) >= 4.5, (name, share)


def test_the_table_is_the_only_place_of_colours() -> None:
    script = (STATIC / "charts" / "charts.js").read_text(encoding="utf-8")
    rules = re.sub(r"--chart-\w+: #\w+;", "", STYLES)
    for text in (script, rules):
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(", text)

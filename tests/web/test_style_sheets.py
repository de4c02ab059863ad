"""Style sheets: colours depend on light and dark, and not on the width."""

import re
from pathlib import Path

import pytest

from web.core.assets import WEB

SHEETS = sorted(WEB.rglob("*.css"))
BY_WIDTH = re.compile(r"@media[^{]*width[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
COLOUR = re.compile(r"(?:[\s{;-](?:color|background|background-image|opacity|fill|filter))\s*:")


def test_there_are_style_sheets_with_rules_by_width() -> None:
    assert any(BY_WIDTH.search(sheet.read_text(encoding="utf-8")) for sheet in SHEETS)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_no_width_changes_a_colour(sheet: Path) -> None:
    rules = "".join(BY_WIDTH.findall(sheet.read_text(encoding="utf-8")))
    assert COLOUR.findall(rules) == []

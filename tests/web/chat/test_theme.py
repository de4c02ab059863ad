import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from web.chat.colour import Colour, contrast
from web.chat.theme import DARK, LIGHT, theme

BASE_CSS = Path(__file__).parents[3] / "web" / "static" / "base.css"


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_text_is_readable_in_every_bot_colour_by_day_and_by_night(bot_colour: str) -> None:
    for surfaces, rule in zip((LIGHT, DARK), _rules(theme(bot_colour).css), strict=True):
        assert contrast(rule["on-accent"], rule["accent"]) >= 4.5
        for background in (*surfaces, rule["accent-soft"]):
            assert contrast(rule["accent-text"], background) >= 4.5
        assert contrast(rule["accent-edge"], surfaces[0]) >= 1.5


def test_the_bot_keeps_the_colour_that_its_owner_chose() -> None:
    assert all(rule["accent"] == Colour.parse("#ffd400") for rule in _rules(theme("#ffd400").css))


def test_another_colour_has_another_version() -> None:
    assert theme("#2f6b4f").version == theme("#2f6b4f").version != theme("#2f6b50").version


def test_the_surfaces_are_those_of_the_style_sheet() -> None:
    light, dark = BASE_CSS.read_text().split("@media (prefers-color-scheme: dark)")[:2]
    for css, surfaces in ((light, LIGHT), (dark, DARK)):
        match = re.search(r"--page: (#\w+);\s+--surface: (#\w+);", css)
        assert match
        assert tuple(map(Colour.parse, match.groups())) == surfaces


def _rules(css: str) -> list[dict[str, Colour]]:
    return [
        {name: Colour.parse(value) for name, value in re.findall(r"--([\w-]+): (#\w+);", rule)}
        for rule in re.findall(r":root \{([^}]*)\}", css)
    ]

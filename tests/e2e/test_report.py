"""The report of `flask evaluate` in a browser: by day and by night, on a phone, offline."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.offline_page import looks, opened, violations
from tests.e2e.test_accessibility import WIDTHS
from tests.support.evaluations import made_up_evaluation
from web.evaluation.charts import report_of


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_of(made_up_evaluation(), "Juniper"), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    with opened(browser, file, charts=5) as page:
        yield page


def test_axe_finds_nothing(page: Page) -> None:
    for _ in looks(page):
        assert violations(page) == []


def test_nothing_sticks_out_at_any_width(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        expect(page.locator("html")).to_have_js_property("scrollWidth", width)


def test_the_charts_follow_the_colours_of_the_page(page: Page) -> None:
    name = page.locator("#chart-intents .ytick text").first
    page.emulate_media(color_scheme="light")
    expect(name).to_have_css("fill", "rgb(29, 28, 26)")
    page.emulate_media(color_scheme="dark")
    expect(name).to_have_css("fill", "rgb(236, 234, 230)")


def test_names_are_shown_as_they_were_written(page: Page) -> None:
    names = page.locator("#chart-confusion .xtick text").all_text_contents()
    assert any(name.startswith("<script>alert(1)") for name in names)
    assert page.locator(".chart script, .chart img, .chart b").count() == 0

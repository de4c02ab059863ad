"""The report of `flask evaluate` in a browser: by day and by night, on a phone, offline."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_accessibility import SCHEMES, WIDTHS
from tests.web.evaluations import made_up_evaluation
from web.report import report_of


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_of(made_up_evaluation(), "Juniper"), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The report; in the end, it must have asked for no other file and complained of nothing."""
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(file.as_uri())
    expect(page.locator(".chart .main-svg:first-child")).to_have_count(5)
    yield page
    page.close()
    assert complaints == []
    assert {url for url in asked if not url.startswith("data:")} == {file.as_uri()}


def test_axe_finds_nothing(page: Page) -> None:
    for scheme in SCHEMES:
        for width in WIDTHS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            found = Axe().run(page).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


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

"""The page of `flask explain` in a browser: by day and by night, on a phone, offline."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_accessibility import SCHEMES, WIDTHS
from tests.web.explanations import made_up_explanation
from web.report import explanation_of


@pytest.fixture(scope="module", params=[1, 12, 64], ids=["word", "message", "longest"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explanation") / "page.html"
    path.write_text(explanation_of(made_up_explanation(request.param), "Juniper"), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The page; in the end, it must have asked for no other file and complained of nothing."""
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(file.as_uri())
    expect(page.locator(".chart .main-svg:first-child")).to_have_count(7)
    yield page
    page.close()
    assert complaints == []
    assert {url for url in asked if not url.startswith("data:")} == {file.as_uri()}


def test_axe_finds_nothing_and_nothing_sticks_out(page: Page) -> None:
    for scheme in SCHEMES:
        for width in WIDTHS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            expect(page.locator("html")).to_have_js_property("scrollWidth", width)
            found = Axe().run(page).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_words_are_shown_as_they_were_written(page: Page) -> None:
    words = page.locator("#chart-attention .xtick text").all_text_contents()
    assert words[0].startswith("<script>alert(1)")
    assert page.locator(".chart script, .chart img, .chart b").count() == 0

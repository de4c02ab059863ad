"""Page of `flask explain` in a browser: light and dark, on a phone, offline."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.accessibility import appearances, violations
from tests.e2e.pages.offline_page import offline_page
from tests.support.explanations import made_up_explanation
from web.explain.report import explanation_page


@pytest.fixture(scope="module", params=[1, 12, 64], ids=["word", "message", "longest"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explanation") / "page.html"
    path.write_text(
        explanation_page(made_up_explanation(request.param), "Juniper"), encoding="utf-8"
    )
    return path


@pytest.fixture(scope="module")
def page(browser: Browser, file: Path) -> Iterator[Page]:
    with offline_page(browser, file, charts=2) as page:
        yield page


def test_axe_finds_nothing_and_nothing_sticks_out(page: Page) -> None:
    for _, width in appearances(page):
        expect(page.locator("html")).to_have_js_property("scrollWidth", width)
        assert violations(page) == []


def test_words_are_shown_as_they_were_written(page: Page) -> None:
    words = page.locator(".heat").first.locator("th").all_text_contents()
    assert words[0].startswith("<script>alert(1)")
    names = page.locator("#chart-ranking .labels text").all_text_contents()
    assert names[0] == "<script>al…1)</script>"
    assert page.locator(":is(.chart, .heat) :is(script, img, b)").count() == 0

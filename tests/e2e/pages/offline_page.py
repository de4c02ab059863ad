"""A page in one file, opened as a person does to whom it was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages import complaints
from tests.e2e.test_accessibility import SCHEMES, WIDTHS


@contextmanager
def opened(browser: Browser, file: Path, charts: int) -> Iterator[Page]:
    """The page; in the end, it must have asked for no other file and complained of nothing."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with complaints.none_about(page):
        page.goto(file.as_uri())
        expect(page.locator(".chart .main-svg:first-child")).to_have_count(charts)
        yield page
        page.close()
    assert {url for url in asked if not url.startswith("data:")} == {file.as_uri()}


def looks(page: Page) -> Iterator[int]:
    """Show the page by day and by night at each width, which is yielded."""
    for scheme in SCHEMES:
        for width in WIDTHS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            yield width


def violations(page: Page) -> list[Any]:
    """What axe finds on the page as it is shown now."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]

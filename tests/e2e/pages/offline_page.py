"""Page in one file, opened from the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.complaints import no_complaints


@contextmanager
def offline_page(browser: Browser, file: Path, charts: int) -> Iterator[Page]:
    """The page with so many drawings; asserts that it requested no other file."""
    page = browser.new_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    with no_complaints(page):
        page.goto(file.as_uri())
        expect(page.locator(".chart svg")).to_have_count(charts)
        yield page
        page.close()
    assert {url for url in addresses if not url.startswith("data:")} == {file.as_uri()}

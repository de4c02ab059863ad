"""Complaints of a browser about a page: console messages, errors, dialogs."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page


@contextmanager
def no_complaints(page: Page) -> Iterator[None]:
    """Assert at the end of the block that the browser had no complaint about the page."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    yield
    assert complaints == [], complaints

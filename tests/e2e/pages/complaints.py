"""What a browser has to say against a page."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page


@contextmanager
def none_about(page: Page) -> Iterator[None]:
    """Nothing that happens meanwhile makes the browser complain about the page."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    yield
    assert complaints == []

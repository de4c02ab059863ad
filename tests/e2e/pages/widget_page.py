"""Page of another site with the widget, and the actions of a visitor there."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    FrameLocator,
    Locator,
    Page,
    ViewportSize,
    expect,
)

from tests.e2e.pages.site import Site

COOKIES_OFF = {"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}}

DESKTOP: ViewportSize = {"width": 1280, "height": 800}


def browser_without_foreign_cookies(
    browser: Browser, folder: Path, executable: Path, flags: list[str]
) -> BrowserContext:
    """A browser that blocks cookies and storage of other sites than that of the page."""
    preferences = folder / "Default" / "Preferences"
    preferences.parent.mkdir(parents=True)
    preferences.write_text(json.dumps(COOKIES_OFF), encoding="utf-8")
    return browser.browser_type.launch_persistent_context(
        folder, executable_path=executable, args=flags, locale="en-GB", viewport=DESKTOP
    )


class WidgetPage:
    """A tab with a page of the site."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self.console: list[str] = []
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))

    def open(self) -> "WidgetPage":
        self.page.goto(f"{self.site.origin}/")
        expect(self.launcher).to_be_visible()
        return self

    @property
    def launcher(self) -> Locator:
        return self.page.locator("recollect-chat button")

    @property
    def badge(self) -> Locator:
        return self.page.locator("recollect-chat .badge")

    @property
    def panel(self) -> Locator:
        return self.page.locator("recollect-chat iframe")

    @property
    def chat(self) -> FrameLocator:
        return self.panel.content_frame

    @property
    def frame(self) -> Frame:
        """The frame, when the chat is there."""
        expect(self.chat.locator("#greeting .message").first).to_be_visible()
        return next(frame for frame in self.page.frames if "/widget?" in frame.url)

    def chat_up(self) -> "WidgetPage":
        """Open the page and the panel, and wait for the chat to take the focus."""
        self.open().launcher.click()
        expect(self.field).to_be_focused()
        return self

    @property
    def field(self) -> Locator:
        return self.chat.get_by_role("textbox", name="Message to")

    def write(self, text: str) -> None:
        """Send a message without waiting for anything."""
        self.field.fill(text)
        self.field.press("Enter")

    def say(self, text: str) -> None:
        """Send a message, and wait for the answer."""
        self.write(text)
        expect(self.answer(text)).to_be_visible()

    def answer(self, text: str) -> Locator:
        return self.chat.locator("#messages .bot .text", has_text=f"You said: {text}").last

    def call(self, expression: str) -> Any:
        """Evaluate an expression with the functions of the widget."""
        return self.page.evaluate(f"Recollect.{expression}")

    def recollected(self, key: str) -> Any:
        """Value that the storage of the site keeps for the chat."""
        text = self.page.evaluate(f"localStorage.getItem('recollect.{key}')")
        return json.loads(text) if text else None

"""The chat page, in the words of the person who uses it."""

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

REFUSED = "Failed to load resource"


class ChatPage:
    """One tab. It remembers what the browser complained about, and whom it asked."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.bytes_received = 0
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)

    def open(self) -> "ChatPage":
        self.page.goto(self.url)
        expect(self.page.locator("#greeting .message").first).to_be_visible()
        return self

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message to")

    @property
    def mine(self) -> Locator:
        return self.page.locator("#messages .user")

    @property
    def answers(self) -> Locator:
        return self.page.locator("#messages .bot")

    @property
    def notice(self) -> Locator:
        return self.page.locator("#notice")

    def write(self, text: str) -> None:
        """Send a message without waiting for anything."""
        self.field.fill(text)
        self.field.press("Enter")

    def say(self, text: str) -> str:
        """Send a message; returns the answer."""
        count = self.answers.count()
        self.write(text)
        answer = self.answers.nth(count).locator(".text")
        expect(answer).to_be_visible()
        return answer.inner_text()

    def texts(self) -> list[str]:
        """All messages in their order, the greeting left out."""
        return self.page.locator("#messages .text").all_inner_texts()

    def state_of(self, text: str) -> Locator:
        """What stands under one of the visitor's messages."""
        return self.mine.filter(has_text=text).locator(".state")

    def press(self, name: str) -> None:
        """Press a button by its name, out of the menu if it is there."""
        if name in ("Previous chat", "Download", "Delete my conversation"):
            self.page.get_by_role("button", name="Menu").click()
        self.page.get_by_role("button", name=name, exact=True).click()

    def rate(self, name: str) -> Locator:
        """Press a thumb of the newest answer; returns the thumb."""
        thumb = self.answers.last.get_by_role("button", name=name, exact=True)
        thumb.click()
        return thumb

    def conversation(self) -> str | None:
        """The id that this browser keeps."""
        kept = self.page.evaluate("localStorage.getItem('recollect.conversation')")
        return kept.strip('"') if kept else None

    def stored(self, conversation: str | None = None) -> list[dict[str, Any]]:
        """What the server has of the conversation."""
        path = f"conversations/{conversation or self.conversation()}/messages?limit=200"
        response = self.page.request.get(f"{self.url}api/v1/{path}")
        assert response.ok, response.text()
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages

    def stored_texts(self) -> list[str]:
        """What the visitor wrote, as the server has it."""
        return [message["text"] for message in self.stored() if message["role"] == "user"]

    def refusals_are_expected(self) -> None:
        """Forget that requests failed; that is what the test was about."""
        self.complaints = [text for text in self.complaints if not text.startswith(REFUSED)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.url) and urlsplit(request.url).scheme != "blob":
            self.foreign.append(request.url)


def shows(locator: Locator, text: str) -> None:
    """Wait until exactly this is there to read."""
    expect(locator).to_have_text(re.compile(f"^\\s*{re.escape(text)}\\s*$"))

"""Chat page, with the actions of a visitor."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

MENU = ("Previous chat", "Earlier chats", "Download", "Download as JSON", "Delete this chat")
REFUSED = "Failed to load resource"


class ChatPage:
    """A tab with the chat; collects complaints of the browser and requests to other machines."""

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
        """Send a message; returns the text of its answer."""
        count = self.answers.count()
        self.write(text)
        answer = self.answers.nth(count).locator(".text")
        expect(answer).to_be_visible()
        return answer.inner_text()

    def texts(self) -> list[str]:
        """Texts of all messages in order, without the greeting."""
        return self.page.locator("#messages .text").all_inner_texts()

    def state_of(self, text: str) -> Locator:
        """State below the visitor's message with this text."""
        return self.mine.filter(has_text=text).locator(".state")

    def press(self, name: str) -> None:
        """Press a button by its name, in the menu where that holds it."""
        if name in MENU:
            self.page.get_by_role("button", name="Menu").click()
        self.page.get_by_role("button", name=name, exact=True).click()

    def rate(self, name: str) -> Locator:
        """Press this thumb of the newest answer; returns its button."""
        thumb = self.answers.last.get_by_role("button", name=name, exact=True)
        thumb.click()
        return thumb

    def conversation(self) -> str | None:
        """Id of the conversation in the browser's storage."""
        kept = self.page.evaluate("localStorage.getItem('recollect.conversation')")
        return kept.strip('"') if kept else None

    def stored(self, conversation: str | None = None) -> list[dict[str, Any]]:
        """Messages of the conversation on the server."""
        path = f"conversations/{conversation or self.conversation()}/messages?limit=200"
        response = self.page.request.get(f"{self.url}api/v1/{path}")
        assert response.ok, response.text()
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages

    def stored_texts(self) -> list[str]:
        """Texts of the visitor's messages on the server."""
        return [message["text"] for message in self.stored() if message["role"] == "user"]

    def forget_failed_requests(self) -> None:
        """Forget complaints about failed requests, where a test makes them fail."""
        self.complaints = [text for text in self.complaints if not text.startswith(REFUSED)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.url) and urlsplit(request.url).scheme != "blob":
            self.foreign.append(request.url)

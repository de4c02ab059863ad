"""First training of a server, watched by a visitor."""

import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, expect
from pydantic import TypeAdapter

from tests.e2e.pages.chat_page import ChatPage
from tests.e2e.pages.server import Server

QUESTION = "how many steps are there?"
# A minute is enough on two idle cores, but they may have other tests to run.
LONGEST_TRAINING = 400


@dataclass(frozen=True)
class FirstTraining:
    """The instance with the trained model, and texts and figures of the page meanwhile.

    `answered_at` is the number of panel texts that the first answer came after.
    """

    instance: Path
    presences: tuple[str, ...]
    panel_texts: tuple[str, ...]
    progress: tuple[float, ...]
    answer: str
    answered_at: int
    complaints: tuple[str, ...]

    def to_json(self) -> str:
        """JSON text for `from_json`."""
        return _JSON.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "FirstTraining":
        return _JSON.validate_json(text)


_JSON = TypeAdapter(FirstTraining)


def watch_first_training(browser: Browser, instance: Path) -> FirstTraining:
    """Start a server, which trains, and send a message at once."""
    server = Server(instance)
    server.start()
    try:
        with browser.new_context(locale="en-GB") as context:
            chat = ChatPage(context.new_page(), server.url).open()
            return _watch(chat, instance)
    finally:
        server.stop()


def _watch(chat: ChatPage, instance: Path) -> FirstTraining:
    panel = chat.page.locator("#training")
    expect(panel).to_be_visible()
    presence = chat.page.locator("#presence")
    presences = {presence.inner_text(): None}
    chat.write(QUESTION)
    texts: dict[str, None] = {}
    progress: dict[float, None] = {}
    deadline = time.monotonic() + LONGEST_TRAINING
    answered_at = 0
    while panel.is_visible() and time.monotonic() < deadline:
        texts[panel.locator(".says").inner_text()] = None
        presences[presence.inner_text()] = None
        value = panel.locator("progress").get_attribute("value")
        progress[float(value or 0)] = None
        if not answered_at and chat.answers.count():
            answered_at = len(texts)
        time.sleep(0.2)
    presences[presence.inner_text()] = None
    answer = chat.answers.locator(".text")
    expect(answer).to_be_visible()
    return FirstTraining(
        instance=instance,
        presences=tuple(presences),
        panel_texts=tuple(texts),
        progress=tuple(progress),
        answer=answer.inner_text(),
        answered_at=answered_at,
        complaints=tuple(chat.complaints + chat.foreign),
    )

"""Images, lists, cards, pauses and follow-up questions on the page of the chat."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from chatbot.intents.responses.bubble import Bubble, Button, Card, Image, joined_text
from tests.conftest import MakeSettings
from tests.e2e.conftest import PATIENCE
from tests.e2e.pages.accessibility import assert_accessible
from tests.e2e.pages.admin_browser import serving
from tests.e2e.pages.chat_page import ChatPage
from tests.support.fakes import FakeBot
from web.core.settings import Settings

TENT = Image("/pictures/tent.svg", "A green tent.")
GONE = Image("/pictures/gone.svg", "A picture that cannot be loaded. " * 4)
HOSTILE = "<img src=x onerror=\"document.title = 'taken'\">"
FAR = "https://pictures.example/far.png"
BUBBLES = (
    Bubble("Two tents, in [our shop](https://shop.example):", TENT, items=("A **pump**", "Pegs")),
    Bubble(
        cards=(
            Card("Two people", HOSTILE, TENT, Button("Take two")),
            Card("Four people", button=Button("Read more", "https://shop.example/four")),
            Card("Far", image=Image(FAR, "Far away.")),
        ),
    ),
    Bubble("Is there anything else?", GONE, pause=1500, asks=True),
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3H0z"/></svg>'


@pytest.fixture
def settings(make_settings: MakeSettings, sqlite_url: str) -> Settings:
    return make_settings(DATABASE_URL=sqlite_url, RECOLLECT_BOT_OPENINGS="Tents|Prices")


@pytest.fixture
def url(app: Flask, answering: FakeBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of a bot that answers everything with BUBBLES."""
    plain = answering.answer

    def answer(*args: Any, **options: Any) -> Any:
        reply = plain(*args, **options)
        text = joined_text(BUBBLES)
        return replace(reply, text=text, bubbles=BUBBLES, quick_replies=("Yes", "No"))

    monkeypatch.setattr(answering, "answer", answer)
    with serving(app) as address:
        yield address


def visit(browser: Browser, url: str, **options: Any) -> ChatPage:
    page = browser.new_context(**{"locale": "en-GB", **options}).new_page()
    page.set_default_timeout(PATIENCE)
    page.route("**/tent.svg", lambda route: route.fulfill(body=SVG, content_type="image/svg+xml"))
    return ChatPage(page, url).open()


def test_an_answer_has_images_lists_and_cards_and_no_markup_becomes_an_element(
    url: str, browser: Browser
) -> None:
    chat = visit(browser, url, reduced_motion="reduce")
    openings = chat.page.get_by_role("group", name="Suggested answers").get_by_role("button")
    expect(openings).to_have_text(["Tents", "Prices"])
    assert_accessible(chat.page)
    openings.first.click()
    expect(chat.mine).to_contain_text("Tents")
    answer = chat.answers.last
    # The answer is longer than the page, and is read from its beginning.
    expect(answer.get_by_role("img", name="A green tent.").first).to_be_visible()
    expect(answer.get_by_text("Two tents, in")).to_be_in_viewport(ratio=0.9)
    expect(answer.get_by_text("Is there anything else?")).to_be_visible()
    expect(openings).to_have_text(["Yes", "No"])
    expect(answer.get_by_role("img", name="A green tent.")).to_have_count(2)
    expect(answer.locator("ul.text > li")).to_have_text(["A pump", "Pegs"])
    expect(answer.locator(".cards > li")).to_have_count(3)
    expect(answer.get_by_text(HOSTILE)).to_be_visible()
    # No other site is asked for an image that the settings do not allow: there is a link.
    expect(answer.get_by_role("link", name="Far away.")).to_have_attribute("href", FAR)
    expect(answer.get_by_role("link", name="Read more")).to_have_attribute("target", "_blank")
    assert chat.page.title() != "taken"
    assert [text for text in chat.complaints if "img-src" in text or "default-src" in text]
    assert_accessible(chat.page)
    answer.get_by_role("button", name="Take two").click()
    expect(chat.mine.last).to_contain_text("Take two")
    expect(chat.answers).to_have_count(2)
    chat.page.context.close()


def test_a_pause_is_waited_for_and_what_waits_is_shown_before_the_next_message(
    url: str, browser: Browser
) -> None:
    chat = visit(browser, url, viewport={"width": 1280, "height": 1000})
    chat.page.clock.install()
    chat.write("tents")
    question = chat.answers.first.get_by_text("Is there anything else?")
    expect(chat.answers.first.locator(".cards")).to_be_visible()
    expect(chat.page.locator("#typing")).to_be_visible()
    expect(question).to_have_count(0)
    expect(chat.page.get_by_role("button", name="Yes", exact=True)).to_have_count(0)
    chat.page.clock.run_for(1600)
    expect(question).to_be_visible()
    expect(chat.page.locator("#typing")).to_be_hidden()
    # The answer is longer than the page: its end is what the visitor has waited for.
    expect(chat.answers.first.get_by_text("A picture that cannot be loaded.")).to_be_visible()
    expect(chat.page.get_by_role("button", name="Yes", exact=True)).to_be_in_viewport(ratio=1)
    chat.page.get_by_role("button", name="Yes", exact=True).click()
    expect(chat.answers).to_have_count(2)
    expect(chat.answers.last.get_by_text("Is there anything else?")).to_have_count(0)
    chat.write("more")
    expect(chat.answers.nth(1).get_by_text("Is there anything else?")).to_be_visible()
    chat.page.reload()
    expect(chat.answers).to_have_count(3)
    expect(chat.page.get_by_text("Is there anything else?")).to_have_count(3)
    chat.page.context.close()

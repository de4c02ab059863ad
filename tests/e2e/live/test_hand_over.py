"""Persons in the chat: two browsers, a visitor's and an editor's, with a server killed between."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.conftest import MakeSettings
from tests.e2e.conftest import PATIENCE, MakeServer, NewVisitor
from tests.e2e.pages.accessibility import appearances, assert_accessible, violations
from tests.e2e.pages.admin_browser import Editors, serving
from tests.e2e.pages.chat_page import ChatPage
from tests.e2e.pages.complaints import no_complaints
from tests.e2e.pages.site import Site, other_site
from tests.e2e.pages.widget_page import WidgetPage
from tests.support.fakes import FakeBot
from web import create_app
from web.conversations.erasure import erase_visitor
from web.core.database import db, writing
from web.core.settings import Settings

SOON = "Somebody is coming. What you write is kept for them."
NOBODY = re.compile("Nobody can come right now")


@pytest.fixture
def shop() -> Iterator[Site]:
    with other_site() as site:
        yield site


@pytest.fixture
def settings(make_settings: MakeSettings, sqlite_url: str, shop: Site) -> Settings:
    return make_settings(
        DATABASE_URL=sqlite_url,
        RECOLLECT_LIVE_HOURS="always",
        RECOLLECT_SITES=shop.origin,
        RECOLLECT_RATE_LIMIT="6000 per minute",
    )


@pytest.fixture
def editors(app: Flask, answering: FakeBot, browser: Browser) -> Iterator[Editors]:
    with serving(app) as url:
        yield Editors(app, browser, url)


def take(page: Page, url: str) -> None:
    """Take the first conversation on the desk, as Ada."""
    page.goto(f"{url}admin/live")
    page.get_by_role("link", name="Visitor").first.click()
    page.get_by_role("textbox", name="Your name for the visitor").fill("Ada")
    page.get_by_role("button", name="Take the conversation").click()
    expect(page.get_by_role("textbox", name="Message as Ada")).to_be_focused()


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message as Ada").fill(text)
    page.keyboard.press("Enter")


def show(page: Page, *, is_hidden: bool) -> None:
    """Let a page believe that its tab is hidden, or is seen again."""
    page.evaluate(
        """isHidden => {
            Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        is_hidden,
    )


def lines(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("#lines .said").all_inner_texts()]


def test_a_visitor_of_a_site_talks_to_a_person(
    editors: Editors, browser: Browser, shop: Site
) -> None:
    shop.include(f"{editors.url}widget.js")
    tab = WidgetPage(browser.new_page(locale="en-GB"), shop)
    context = editors.sign_in("ada@example.org")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    with no_complaints(page):
        page.goto(f"{editors.url}admin/live")
        expect(page.get_by_text("Nobody waits.")).to_be_visible()
        tab.chat_up().say("where is it?")
        tab.chat.get_by_role("button", name="Talk to a person").click()
        expect(tab.chat.get_by_text(SOON)).to_be_visible()
        tab.write("it is red")
        expect(page.get_by_text("“it is red”"), "without loading the page").to_be_visible()
        expect(page).to_have_title(re.compile(r"^\(1\) Live"))
        for _ in appearances(page, 375, 1280):
            assert_accessible(page)

        take(page, editors.url)
        expect(tab.chat.get_by_text("Ada is answering you.")).to_be_visible()
        page.get_by_role("textbox", name="Message as Ada").press_sequentially("He")
        expect(tab.chat.locator("#typing")).to_be_visible()
        tab.field.press_sequentially("W")
        expect(page.get_by_text("The visitor is typing …")).to_be_visible()
        tab.launcher.click()
        write(page, "**Here** I am: https://example.org/red")
        expect(tab.badge).to_have_text("1")
        tab.launcher.click()
        answer = tab.chat.locator("#messages .bot").last
        expect(answer.locator(".author")).to_have_text("Ada:")
        expect(answer.locator("strong")).to_have_text("Here")
        expect(answer.get_by_role("link", name="https://example.org/red")).to_be_visible()
        for _ in appearances(page, 375, 1280):
            assert_accessible(page)
        for _ in appearances(tab.page, 375, 1280):
            assert violations(tab.frame) == []

        page.get_by_role("button", name="Hand back to the bot").click()
        expect(tab.chat.get_by_text("The person has left the chat.")).to_be_visible()
        tab.field.fill("")
        tab.say("hello again")
        expect(tab.chat.locator("#person")).to_be_hidden()
        context.close()
    assert tab.console == []
    tab.page.close()


def test_a_killed_server_loses_nothing_of_either_side(
    browser: Browser, make_server: MakeServer, new_visitor: NewVisitor
) -> None:
    server = make_server(RECOLLECT_LIVE_HOURS="always")
    chat = new_visitor(server)
    plain = chat.field.get_attribute("placeholder")
    chat.say("xyzzy plugh")
    expect(chat.field).to_have_attribute("placeholder", "Say it in other words…")
    chat.say("frotz gnusto")
    expect(chat.field).to_have_attribute("placeholder", str(plain))
    expect(chat.page.locator("#person .says"), "two doubts in a row").to_have_text(SOON)
    environ = {"RECOLLECT_INSTANCE": str(server.instance)}
    editors = Editors(create_app(Settings.from_environ(environ)), browser, server.url)
    context = editors.sign_in("ada@example.org")
    page = context.new_page()
    is_bell = re.compile(r"/admin/live/\d+/events\b").search
    with page.expect_request(lambda request: bool(is_bell(request.url))) as bell:
        take(page, server.url)
    expect(chat.page.get_by_text("Ada is answering you.")).to_be_visible()
    is_stream = re.compile("/hand-over/events$").search
    with chat.page.expect_event("requestfailed", lambda request: bool(is_stream(request.url))):
        show(chat.page, is_hidden=True)
    write(page, "one")
    expect(chat.answers.last, "without a stream").to_contain_text("one")
    unsent = page.locator("#unsent li")
    # A visitor may read a message before its editor learns that it is stored.
    expect(unsent).to_have_count(0)
    with chat.page.expect_request(lambda request: bool(is_stream(request.url))):
        show(chat.page, is_hidden=False)

    response = bell.value.response()
    assert response
    assert response.headers["content-type"].startswith("text/event-stream")
    page.route("**/say", lambda route: route.abort())
    write(page, "three")
    page.reload()
    expect(unsent).to_contain_text("Not sent yet")
    server.kill()
    page.unroute("**/say")
    chat.write("two")
    write(page, "four")
    page.get_by_role("textbox", name="Message as Ada").fill("five")
    expect(unsent).to_have_text([re.compile("Not sent yet.+three", re.S), re.compile("four")])
    expect(chat.state_of("two")).to_contain_text("Not sent")
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    server.start()
    second = context.new_page()
    second.goto(page.url)
    expect(chat.answers.last).to_contain_text("four")
    expect(chat.state_of("two")).to_have_text("")
    for tab in (page, second):
        for text in ("two", "three", "four"):
            expect(tab.locator("#lines .said", has_text=text)).to_be_visible()
        assert sorted(lines(tab)[-4:]) == ["four", "one", "three", "two"]
    expect(unsent).to_have_count(0)
    page.reload()
    expect(page.get_by_role("textbox", name="Message as Ada")).to_have_value("five")
    assert [text for text in lines(page) if text != "two"][-3:] == ["one", "three", "four"]
    stored = chat.stored()
    assert [message["text"] for message in stored[-4:]] == lines(page)[-4:]
    chat.page.reload()
    expect(chat.answers.last).to_contain_text("four")
    chat.press("Go on with Juniper")
    assert chat.say("xyzzy plugh")
    chat.forget_failed_requests()
    context.close()


def test_where_nobody_comes_a_message_is_left(
    editors: Editors, app: Flask, new_visitor: NewVisitor, make_settings: MakeSettings
) -> None:
    hours = make_settings(RECOLLECT_LIVE_HOURS="mon 0:00-0:01").live_hours
    app.config["RECOLLECT"] = app.config["RECOLLECT"].model_copy(update={"live_hours": hours})
    chat = new_visitor(editors)
    chat.say("hello")
    second = chat.page.context.new_page()
    second.goto(chat.url)
    expect(second.locator("#messages .bot")).to_be_visible()
    chat.page.get_by_role("button", name="Menu").click()
    chat.press("Talk to a person")
    person = chat.page.locator("#person")
    expect(person.locator(".says")).to_have_text(NOBODY)
    expect(second.locator("#person .says"), "in both tabs").to_have_text(NOBODY)
    second.close()
    chat.page.get_by_role("textbox", name="Your message").fill("Call me, please.")
    chat.page.get_by_role("textbox", name="E-mail or telephone number").fill("me@example.org")
    for _ in appearances(chat.page, 375, 1280):
        assert_accessible(chat.page)
    chat.press("Leave message")
    expect(person.locator(".says")).to_have_text(re.compile("Somebody will answer"))
    expect(chat.mine.last).to_contain_text("Call me, please.")
    assert chat.say("hello") == "You said: hello"
    two = [editors.sign_in(f"{name}@example.org").new_page() for name in ("ada", "bob")]
    for page in two:
        page.goto(f"{editors.url}admin/live")
        expect(page.get_by_text("left a message for me@example.org")).to_be_visible()
        page.get_by_role("link", name="Visitor").click()
        page.route("**/new?*", lambda route: route.abort())  # which would show who has it
        expect(page.get_by_role("button", name="Take the conversation")).to_be_visible()
    for page in two:
        page.evaluate("document.querySelector('form.narrow').requestSubmit()")
    for page in two:
        refused = page.get_by_text("Ask them to hand it over.")
        expect(refused.or_(page.get_by_role("textbox", name="Message as"))).to_be_visible()
    (page,) = (page for page in two if page.get_by_role("textbox", name="Message as").is_visible())
    page.unroute("**/new?*")
    loses_the_conversation_and_no_text(page, chat, app)
    for page in two:
        page.context.close()


def loses_the_conversation_and_no_text(page: Page, chat: ChatPage, app: Flask) -> None:
    """Write while the visitor goes back to the bot, and an admin erases the conversation."""
    field = page.get_by_role("textbox", name="Message as")
    field.fill("Still there?")
    show(chat.page, is_hidden=False)  # it would look by itself after a quarter of a minute
    chat.press("Go on with Juniper")
    expect(page.get_by_text("The conversation is no longer yours")).to_be_visible()
    field.press("Enter")
    expect(page.get_by_text("Not sent. You do not have this conversation")).to_be_visible()
    expect(field).to_have_value("Still there?")
    expect(chat.page.locator("#person .says")).to_have_text(re.compile("Somebody will answer"))
    with app.app_context(), writing(db.session):
        erase_visitor(db.session, "an admin", UUID(chat.conversation()))
    expect(page.get_by_text("The conversation was deleted.")).to_be_visible()
    expect(field).to_have_value("Still there?")
    show(chat.page, is_hidden=False)
    expect(chat.page.locator("#person"), "nobody answers any more").to_be_hidden()
    chat.forget_failed_requests()

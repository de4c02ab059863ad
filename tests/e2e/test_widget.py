"""Chat on a page of another site, in a browser that keeps nothing for third parties."""

import hashlib
import hmac
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.conftest import MakeSettings
from tests.e2e.conftest import CHROMIUM, FLAGS, PATIENCE
from tests.e2e.pages.accessibility import assert_fits, violations
from tests.e2e.pages.admin_browser import serving
from tests.e2e.pages.site import Site, other_site
from tests.e2e.pages.widget_page import WidgetPage, browser_without_foreign_cookies
from tests.support.fakes import FakeBot
from web.core.settings import Settings

COUNT_TONES = """window.tones = 0;
window.OscillatorNode = class extends OscillatorNode {
    start() { window.tones += 1; super.start(); }
};"""
UNCUT = """selector => {
    const title = document.querySelector(selector);
    return title.scrollHeight <= title.clientHeight && title.scrollWidth <= title.clientWidth;
}"""
SHARE_OF_CIRCLE = """avatar => {
    const letters = document.createRange();
    letters.selectNodeContents(avatar);
    return letters.getBoundingClientRect().width / avatar.getBoundingClientRect().width;
}"""
SECRET = "shared-with-the-shop"


@pytest.fixture(scope="module")
def shop() -> Iterator[Site]:
    with other_site() as site:
        yield site


@pytest.fixture
def settings(make_settings: MakeSettings, sqlite_url: str, shop: Site) -> Settings:
    return make_settings(
        DATABASE_URL=sqlite_url,
        RECOLLECT_SITES=shop.origin,
        RECOLLECT_IDENTIFY_SECRET=SECRET,
        RECOLLECT_BOT_AVATAR="WM",
    )


@pytest.fixture
def site(app: Flask, answering: FakeBot, shop: Site) -> Iterator[Site]:
    """Site that includes the widget."""
    with serving(app) as url:
        shop.include(f"{url}widget.js")
        yield shop


@pytest.fixture(scope="module")
def context(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    folder = tmp_path_factory.mktemp("browser") / "profile"
    context = browser_without_foreign_cookies(browser, folder, CHROMIUM, FLAGS)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext, site: Site) -> Iterator[WidgetPage]:
    """Tab of a new visitor; asserts that the browser had no complaint."""
    tab = WidgetPage(context.new_page(), site)
    yield tab
    tab.page.evaluate("localStorage.clear()")
    tab.page.close()
    assert tab.console == []


def user(name: str, secret: str = SECRET) -> dict[str, Any]:
    expires = int(time.time()) + 60
    signature = hmac.new(secret.encode(), f"{expires}.{name}".encode(), hashlib.sha256)
    return {"id": name, "expires": expires, "signature": signature.hexdigest()}


def test_the_chat_goes_with_the_visitor_from_page_to_page(
    tab: WidgetPage, context: BrowserContext
) -> None:
    tab.chat_up()
    tab.say("hello there")
    tab.page.get_by_role("link", name="Next page").click()
    expect(tab.answer("hello there")).to_be_visible()
    expect(tab.launcher).to_have_attribute("aria-expanded", "true")
    tab.say("and here")
    assert context.cookies() == []
    with tab.page.expect_download() as download:
        tab.chat.get_by_role("button", name="Menu").click()
        tab.chat.get_by_role("button", name="Download", exact=True).click()
    assert download.value.suggested_filename.endswith(".txt")
    assert "and here" in download.value.path().read_text(encoding="utf-8")
    tab.launcher.click()
    tab.open()
    expect(tab.panel).to_be_hidden()


@pytest.mark.parametrize("title", ["Ask the team of Dr Molar in Weststadt", "WM " * 13])
def test_a_phone_shows_the_whole_title_and_letters_within_their_circle(
    tab: WidgetPage, title: str
) -> None:
    tab.site.attributes = f'data-title="{title.strip()}"'
    tab.page.set_viewport_size({"width": 375, "height": 720})
    frame = tab.chat_up().frame
    assert frame.locator(".bar h1").inner_text() == title.strip()
    assert frame.evaluate(UNCUT, ".bar h1")
    for avatar in frame.locator(".avatar").all():
        assert avatar.evaluate(SHARE_OF_CIRCLE) < 0.9


def test_an_answer_that_was_not_seen_is_signed(tab: WidgetPage) -> None:
    tab.site.attributes = 'data-sound="on"'
    tab.page.add_init_script(COUNT_TONES)
    frame = tab.chat_up().frame
    held: list[Route] = []
    tab.page.route("**/messages", lambda route: held.append(route), times=1)
    with tab.page.expect_request("**/messages"):
        tab.write("hello")
    tab.launcher.click()
    expect(tab.badge).to_be_hidden()
    held[0].continue_()
    expect(tab.badge).to_have_text("1")
    expect(tab.page.locator("recollect-chat [role=status]")).to_have_text("New messages: 1")
    expect(tab.page).to_have_title("(1) Lighthouse shop")
    frame.wait_for_function("window.tones > 0")
    assert frame.evaluate("window.tones") == 1
    tab.open()
    expect(tab.badge).to_have_text("1")
    tab.launcher.click()
    expect(tab.answer("hello")).to_be_in_viewport()
    expect(tab.badge).to_be_hidden()
    expect(tab.page).to_have_title("Lighthouse shop")
    tab.page.evaluate("localStorage['recollect.seen'] = '\"9999\"'")
    tab.open()
    expect(tab.answer("hello")).to_be_in_viewport()
    assert tab.recollected("seen") == "9999", "as another window has seen more"


def test_everything_can_be_done_by_keyboard(tab: WidgetPage) -> None:
    keyboard = tab.open().page.keyboard
    keyboard.press("Tab")
    keyboard.press("Tab")
    expect(tab.launcher).to_be_focused()
    keyboard.press("Enter")
    expect(tab.field).to_be_focused()
    keyboard.type("hello")
    keyboard.press("Enter")
    expect(tab.answer("hello")).to_be_visible()
    keyboard.press("Escape")
    expect(tab.panel).to_be_hidden()
    expect(tab.launcher).to_be_focused()


def test_the_page_can_talk_to_the_chat(tab: WidgetPage) -> None:
    tab.open().page.evaluate("""() => {
        window.heard = [];
        for (const name of ["open", "close", "message"])
            Recollect.on(name, (details) => heard.push([name, details?.role, details?.text]));
    }""")
    tab.call("send('hello from the page')")
    expect(tab.answer("hello from the page")).to_be_visible()
    tab.call("toggle()")
    expect(tab.panel).to_be_hidden()
    assert tab.page.evaluate("heard") == [
        ["open", None, None],
        ["message", "user", "hello from the page"],
        ["message", "bot", "You said: hello from the page"],
        ["close", None, None],
    ]
    assert 'not "typing"' in tab.page.evaluate(
        "(() => { try { Recollect.on('typing') } catch (error) { return error.message } })()"
    )


def test_a_user_has_the_same_conversations_and_the_next_user_has_none(tab: WidgetPage) -> None:
    tab.chat_up()
    tab.say("before the sign-in")
    nobody = tab.recollected("token")
    with tab.page.expect_response("**/visitors"):
        tab.call(f"identify({user('ada')})")
    tab.say("and behind it")
    assert tab.recollected("token") != nobody
    tab.field.fill("a draft of ada")
    tab.chat.get_by_role("button", name="Menu").click()
    tab.chat.get_by_role("button", name="Earlier chats").click()
    tab.call("identify(null)")
    expect(tab.chat.locator("#messages .text")).to_have_count(0)
    expect(tab.chat.get_by_role("dialog")).to_have_count(0)
    expect(tab.field).to_have_value("")
    assert tab.recollected("token") is None
    tab.field.fill("another")
    tab.call(f"identify({user('ada')}), Recollect.identify(null)")
    expect(tab.field).to_have_value("")
    assert tab.recollected("token") is None, "one after the other"
    with tab.page.expect_response("**/visitors"):
        tab.call(f"identify({user('ada')})")
    tab.chat.get_by_role("button", name="Menu").click()
    tab.chat.get_by_role("button", name="Earlier chats").click()
    tab.chat.get_by_role("button", name="before the sign-in").first.click()
    expect(tab.answer("and behind it")).to_be_visible()
    with tab.page.expect_console_message(lambda message: "identify" in message.text) as refused:
        tab.call(f"identify({user('bob', 'another secret')})")
    assert "The signature is wrong." in refused.value.text
    expect(tab.chat.locator("#messages .text")).to_have_count(0)
    tab.console.clear()


def test_axe_finds_nothing_by_day_and_by_night(tab: WidgetPage) -> None:
    tab.site.attributes = 'data-colour="#ffe600"'
    tab.chat_up().say("hello")
    for scheme, width in (("light", 375), ("dark", 1280)):
        tab.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        tab.page.set_viewport_size({"width": width, "height": 800})
        assert violations(tab.page) == [], scheme
        assert violations(tab.frame) == [], scheme


@pytest.mark.parametrize(("direction", "left"), [("ltr", 860), ("rtl", 20)])
def test_the_panel_is_at_the_end_of_the_line_and_fills_a_phone(
    tab: WidgetPage, direction: str, left: int
) -> None:
    tab.site.direction, tab.site.attributes = direction, 'data-title="Fatima" data-sound="on"'
    tab.chat_up()
    expect(tab.chat.get_by_role("heading", name="Fatima")).to_be_visible()
    for width, expected in ((1280, (left, 400)), (375, (0, 375))):
        tab.page.set_viewport_size({"width": width, "height": 800})
        assert_fits(tab.page, width)
        box = tab.panel.bounding_box()
        assert box
        assert (box["x"], box["width"]) == expected
    tab.chat_up()
    tab.page.locator("main a").focus()
    expect(tab.page.locator("main a"), "the page below cannot be reached").not_to_be_focused()
    tab.chat.get_by_role("button", name="Close chat").click()
    expect(tab.launcher).to_have_css("text-transform", "none")
    expect(tab.launcher).to_have_css("width", "56px")


def test_a_token_that_is_worth_nothing_any_more_is_replaced(tab: WidgetPage) -> None:
    tab.chat_up().say("hello")
    tab.page.evaluate("localStorage['recollect.token'] = '\"of another key\"'")
    tab.open()
    expect(tab.chat.locator("#notice")).to_have_text(
        "That chat no longer exists. This is a new one."
    )
    tab.say("hello again")
    assert any("401" in text for text in tab.console)
    tab.console.clear()


def test_the_chat_is_in_the_language_of_the_attribute(tab: WidgetPage) -> None:
    tab.site.direction, tab.site.attributes = "rtl", 'data-language="ar"'
    tab.open()
    expect(tab.launcher).to_have_accessible_name("محادثة")
    tab.launcher.click()
    expect(tab.chat.get_by_role("textbox", name="رسالة إلى Juniper")).to_be_focused()
    assert tab.frame.evaluate("document.documentElement.dir") == "rtl"
    tab.page.set_viewport_size({"width": 375, "height": 800})
    tab.chat.get_by_role("button", name="القائمة").click()
    tab.chat.get_by_role("button", name="محادثات سابقة").click()
    expect(tab.chat.get_by_text("لا توجد محادثات بعد.")).to_be_visible()
    assert violations(tab.frame) == []


def test_wrong_attributes_are_told_and_change_nothing(tab: WidgetPage) -> None:
    tab.site.attributes = (
        'data-colour="red;}*{" data-position="top" data-tilte="x" data-language="tlh"'
    )
    tab.open().launcher.click()
    assert tab.frame.locator("h1").inner_text() == "Juniper"
    warnings, tab.console[:] = sorted(tab.console), []
    assert [warning.split(" ")[1] for warning in warnings] == [
        "data-colour",
        "data-language",
        "data-position",
        "data-tilte",
    ]
    assert "Write a colour as #rrggbb." in warnings[0]


def test_a_site_that_is_not_named_gets_a_sentence(tab: WidgetPage) -> None:
    with other_site() as foreign:
        foreign.include(tab.site.widget)
        tab.site = foreign
        tab.open().launcher.click()
        expect(tab.page.get_by_text("The chat could not be loaded.")).to_be_visible()
        assert foreign.origin in tab.console[-1]
        assert "RECOLLECT_SITES" in tab.console[-1]
    tab.console.clear()


def test_the_page_says_where_the_visitor_is(
    tab: WidgetPage, answering: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "on_page", lambda state, *_: (state, ("typo",)))
    tab.open()
    with tab.page.expect_request("**/messages") as sent:
        tab.page.evaluate("""() => {
            const none = {x: null, y: undefined, z: NaN, o: {}, a: ["b"], blank: "\u200b"};
            const slots = {price: 12.5, product: "a", ["é".repeat(99) + "😀!"]: true, ...none};
            Recollect.setContext({contexts: ["checkout", {}, " "], slots});
            Recollect.send("hello");
        }""")
    expect(tab.answer("hello")).to_be_visible()
    slots = {"price": 12.5, "product": "a", "é" * 99 + "😀": "true"}
    slots |= dict.fromkeys(("x", "y", "z", "o", "a", "blank"))
    body = sent.value.post_data_json or {}
    assert body["page"] == {"contexts": ["checkout"], "slots": slots}
    assert [text for text in tab.console if text.startswith("Recollect: setContext: typo is not")]
    tab.console.clear()

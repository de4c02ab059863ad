"""Chat by keyboard, with a screen reader, in light and dark, on small screens, enlarged."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.pages.accessibility import WIDTHS, appearances, violations
from tests.e2e.pages.chat_page import ChatPage
from tests.e2e.pages.server import Server
from web.chat.theme import theme


def findings(chat: ChatPage, *widths: int) -> list[str]:
    """Violations that axe-core finds in light and dark at these widths."""
    return [
        f"{scheme}, {width} px: {violation}"
        for scheme, width in appearances(chat.page, *widths)
        for violation in violations(chat.page)
    ]


def busy(chat: ChatPage) -> ChatPage:
    """Fill the conversation with links, ratings, a comment and an unsent message."""
    chat.say("hello")
    chat.say("ticket price")
    chat.rate("Helpful")
    chat.say("كم عدد الدرجات؟ " + "x" * 200)
    chat.rate("Not helpful")
    chat.page.route("**/messages", lambda route: route.abort())
    chat.write("is there a lift")
    expect(chat.page.get_by_role("button", name="Retry")).to_be_visible()
    chat.forget_failed_requests()
    return chat


def recolour(chat: ChatPage, colour: str) -> None:
    """Serve the theme of another RECOLLECT_BOT_COLOUR."""
    css = theme(colour).css
    chat.page.route("**/theme.css*", lambda route: route.fulfill(body=css, content_type="text/css"))


@pytest.fixture
def visitors(new_visitor: NewVisitor) -> Iterator[NewVisitor]:
    """Maker of visitors whose requests may fail."""
    chats: list[ChatPage] = []

    def visit(*args: object, **options: object) -> ChatPage:
        chats.append(new_visitor(*args, **options))
        return chats[-1]

    yield visit
    for chat in chats:
        chat.page.close()  # or it tries once more after its complaints were counted
        chat.forget_failed_requests()


def test_axe_finds_nothing(server: Server, visitors: NewVisitor) -> None:
    chat = visitors(server)
    assert findings(chat, *WIDTHS) == [], "before the first message"
    chat.say("book the guided tour")
    expect(chat.page.get_by_role("group", name="Suggested answers")).to_be_visible()
    assert findings(chat, *WIDTHS) == [], "with a question that asks back"
    busy(chat)
    assert findings(chat, *WIDTHS) == [], "with messages"
    chat.field.fill("a" * 10_001)
    chat.page.get_by_role("button", name="Menu").click()
    assert findings(chat, 375) == [], "with the menu open"
    chat.page.get_by_role("button", name="Delete this chat").click()
    assert findings(chat, 375) == [], "with the dialog open"


def test_axe_finds_nothing_whatever_the_colour_of_the_bot(
    server: Server, visitors: NewVisitor
) -> None:
    chat = busy(visitors(server))
    for colour in ("#ffe600", "#000000", "#ffffff", "#7f7f7f"):
        recolour(chat, colour)
        chat.page.reload()
        expect(chat.page.get_by_role("button", name="Retry")).to_be_visible()
        assert findings(chat, 375) == [], colour


def test_nothing_sticks_out_at_any_width(server: Server, visitors: NewVisitor) -> None:
    chat = busy(visitors(server))
    for width in WIDTHS:
        chat.page.set_viewport_size({"width": width, "height": 700})
        for box in ("document.documentElement", "document.querySelector('#log')"):
            assert chat.page.evaluate(f"{box}.scrollWidth <= {box}.clientWidth"), (box, width)
        send = chat.page.get_by_role("button", name="Send", exact=True).bounding_box()
        assert send
        assert send["x"] + send["width"] <= width


def test_enlarged_to_400_percent_the_messages_are_not_squeezed_away(
    server: Server, new_visitor: NewVisitor
) -> None:
    chat = new_visitor(server, viewport={"width": 320, "height": 256})
    chat.say("hello")
    assert chat.page.evaluate("document.documentElement.scrollHeight") > 400, "the page scrolls"


def test_everything_can_be_done_by_keyboard(chat: ChatPage) -> None:
    keyboard, focused = chat.page.keyboard, chat.page.locator(":focus")
    expect(chat.field).to_be_focused()
    keyboard.type("hello")
    keyboard.press("Enter")
    expect(chat.answers).to_have_count(1)
    expect(chat.field).to_be_focused()

    keyboard.press("Shift+Tab")
    expect(focused).to_have_attribute("aria-label", "Not helpful")
    keyboard.press("Space")
    expect(focused).to_have_attribute("aria-pressed", "true")
    expect(chat.page.locator(".comment")).to_be_visible()
    keyboard.press("Tab")
    keyboard.type("Say more.")
    keyboard.press("Tab")
    keyboard.press("Tab")
    expect(focused).to_have_text("Send comment")
    keyboard.press("Enter")
    expect(focused).to_have_attribute("aria-label", "Not helpful")
    keyboard.press("Shift+Tab")
    expect(focused).to_have_attribute("aria-label", "Helpful")
    keyboard.press("Shift+Tab")
    expect(focused).to_have_role("log")

    keyboard.press("Shift+Tab")
    expect(focused).to_have_attribute("aria-label", "Menu")
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(focused).to_have_text("Earlier chats")
    keyboard.press("Escape")
    expect(focused).to_have_attribute("aria-label", "Menu")
    keyboard.press("Enter")
    for _ in range(4):
        keyboard.press("Tab")
    keyboard.press("Enter")
    expect(focused).to_have_text("Keep it")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(chat.notice).to_have_text("The chat is deleted.")
    expect(chat.field).to_be_focused()


def test_the_first_stop_is_the_way_past_the_header(server: Server, new_visitor: NewVisitor) -> None:
    chat = new_visitor(server, has_touch=True, is_mobile=True)
    skip = chat.page.get_by_role("link", name="Skip to writing a message")
    expect(skip).not_to_be_in_viewport()
    chat.page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    chat.page.keyboard.press("Enter")
    expect(chat.field).to_be_focused()


def test_on_a_phone_no_keyboard_pops_up_by_itself(server: Server, new_visitor: NewVisitor) -> None:
    chat = new_visitor(server, has_touch=True, is_mobile=True)
    expect(chat.field).not_to_be_focused()


def test_every_stop_shows_the_focus(chat: ChatPage) -> None:
    chat.say("hello")
    names = set()
    for _ in range(12):
        chat.page.keyboard.press("Tab")
        focused = chat.page.locator(":focus")
        if focused.count():
            name = focused.evaluate(
                "element => element.id || element.ariaLabel || element.className"
            )
            frame = focused if name != "message" else chat.page.locator(".frame")
            assert frame.evaluate("element => getComputedStyle(element).outlineStyle") != "none", (
                name
            )
            names.add(name)
    assert {"new-chat", "menu-button", "log", "Helpful", "message", "Send"} <= names


def test_answers_are_announced_once_and_politely(chat: ChatPage) -> None:
    log = chat.page.get_by_role("log", name="Chat")
    expect(log).to_have_attribute("aria-live", "polite")
    chat.say("hello")
    expect(chat.answers).to_contain_text("Juniper said:")
    expect(chat.mine).to_contain_text("You said:")
    assert chat.answers.locator(".meta").get_attribute("aria-live") == "off"


def test_what_was_read_before_is_not_announced_again(chat: ChatPage) -> None:
    chat.say("hello")
    chat.page.add_init_script("""
        new MutationObserver((changes) => {
            for (const { target, addedNodes } of changes)
                if (target.id === "messages" && addedNodes.length)
                    (window.heard ??= []).push(target.closest("[role=log]").ariaLive);
        }).observe(document, { childList: true, subtree: true });
    """)
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    assert set(chat.page.evaluate("window.heard")) == {"off"}
    expect(chat.page.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_who_wants_no_motion_gets_none(server: Server, new_visitor: NewVisitor) -> None:
    chat = new_visitor(server, reduced_motion="reduce")
    chat.page.locator("#typing").evaluate("element => element.hidden = false")
    dot = chat.page.locator("#typing i").first
    assert dot.evaluate("element => getComputedStyle(element).animationName") == "none"


def test_the_whole_conversation_can_be_printed(chat: ChatPage) -> None:
    for text in ("hello", "ticket price", "is there a lift", "hours?", "hey", "hi there"):
        chat.say(text)
    chat.page.emulate_media(media="print")
    expect(chat.page.locator("#composer")).to_be_hidden()
    assert chat.page.evaluate(
        "document.body.scrollHeight >= document.querySelector('#messages').scrollHeight"
    )
    assert chat.page.locator("#log").evaluate("box => box.scrollHeight <= box.clientHeight")
    ink = "element => getComputedStyle(element).color + getComputedStyle(element).backgroundColor"
    assert chat.mine.last.locator(".text").evaluate(ink) == "rgb(0, 0, 0)rgba(0, 0, 0, 0)"

"""Field for messages, and hostile or unusual texts."""

from dataclasses import asdict

import pytest
from playwright.sync_api import Route, expect

from chatbot.text.markup.response import response_spans
from tests.e2e.conftest import MakeServer, NewVisitor
from tests.e2e.pages.chat_page import ChatPage
from tests.e2e.pages.server import Server

ATTACKS = (
    "<script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title = 'taken'\">",
    "</p></article><h1>taken</h1>",
    "javascript:document.title='taken'",
    "{{ 7 * 7 }} ${7 * 7} <svg onload=alert(1)>",
)
TRICKY_ANSWER = (
    "See https://lighthouse.example/a?b=1&c=<b>, (https://lighthouse.example/tower_(old)).\n"
    'Not javascript:alert(1), not lighthouse.example/tickets, "https://lighthouse.example/x".'
)


def test_enter_sends_and_shift_enter_begins_a_line(chat: ChatPage) -> None:
    chat.field.press_sequentially("hello")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("there")
    height = chat.field.bounding_box()
    assert height
    assert height["height"] > 60, "the field grows with its lines"
    chat.field.press("Enter")
    expect(chat.answers).to_have_count(1)
    expect(chat.field).to_have_value("")
    assert chat.texts()[0] == "hello\nthere"


def test_an_enter_that_ends_a_composition_does_not_send(chat: ChatPage) -> None:
    chat.field.fill("こんにち")
    composing = {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True}
    chat.field.dispatch_event("keydown", composing)
    chat.field.dispatch_event("keydown", {**composing, "isComposing": False, "keyCode": 229})
    expect(chat.field).to_have_value("こんにち")
    expect(chat.mine).to_have_count(0)


@pytest.mark.parametrize("blank", ["", "   ", "\n\n"])
def test_nothing_is_not_sent(chat: ChatPage, blank: str) -> None:
    chat.write(blank)
    chat.page.get_by_role("button", name="Send").click()
    expect(chat.mine).to_have_count(0)


def test_a_draft_is_there_after_a_reload(chat: ChatPage) -> None:
    chat.field.fill("I was just about to")
    chat.page.reload()
    expect(chat.field).to_have_value("I was just about to")
    chat.field.press("Enter")
    expect(chat.answers).to_have_count(1)
    chat.page.reload()
    expect(chat.field).to_have_value("")


def test_the_counter_appears_near_the_limit_and_too_much_stays_in_the_field(chat: ChatPage) -> None:
    count = chat.page.locator("#count")
    chat.field.fill("a" * 9000)
    expect(count).to_be_hidden()
    chat.field.fill("a" * 9990 + "🌊" * 10)
    expect(count).to_have_text("10,000 of 10,000")
    chat.field.fill("a" * 10_001)
    expect(count).to_have_text("1 character too long")
    chat.field.press("Enter")
    expect(chat.notice).to_have_text("The message is 1 character too long.")
    expect(chat.mine).to_have_count(0)
    expect(chat.field).to_have_value("a" * 10_001)
    chat.write("🌊" * 10_000)
    expect(chat.answers).to_have_count(1)
    assert chat.stored_texts() == ["🌊" * 10_000]


def test_a_message_that_the_server_refuses_can_be_edited(chat: ChatPage) -> None:
    problem = {"status": 422, "title": "Unprocessable", "detail": "That word is not welcome."}
    chat.page.route("**/messages", lambda route: route.fulfill(status=422, json=problem), times=1)
    chat.write("hullo")
    expect(chat.state_of("hullo")).to_have_text("Not sent. That word is not welcome.")
    chat.page.get_by_role("button", name="Edit").click()
    expect(chat.mine).to_have_count(0)
    expect(chat.field).to_have_value("hullo")
    expect(chat.field).to_be_focused()
    chat.say("hello")
    assert chat.stored_texts() == ["hello"]
    chat.forget_failed_requests()


def test_on_plain_http_the_page_makes_its_own_ids(chat: ChatPage) -> None:
    chat.page.add_init_script("delete Crypto.prototype.randomUUID")
    chat.page.reload()
    assert chat.page.evaluate("crypto.randomUUID === undefined")
    chat.say("hello")
    assert chat.stored_texts() == ["hello"]


def test_a_browser_that_stores_nothing_can_still_chat(
    server: Server, new_visitor: NewVisitor
) -> None:
    chat = new_visitor(server)
    refuse = "() => { throw new DOMException('no', 'SecurityError'); }"
    chat.page.add_init_script(
        f"for (const area of ['localStorage', 'sessionStorage'])"
        f" Object.defineProperty(window, area, {{ get: {refuse} }});"
    )
    chat.page.reload()
    chat.say("hello")
    chat.say("ticket price")
    assert [text for text in chat.texts() if text in ("hello", "ticket price")] == [
        "hello",
        "ticket price",
    ]


def test_each_message_has_its_own_direction(chat: ChatPage) -> None:
    chat.say("مرحبا، كم عدد الدرجات؟")
    direction = "element => getComputedStyle(element).direction"
    assert chat.mine.locator(".text").evaluate(direction) == "rtl"
    assert chat.answers.locator(".text").evaluate(direction) == "ltr"
    chat.field.fill("שלום")
    assert chat.field.evaluate(direction) == "rtl"
    assert chat.page.evaluate("getComputedStyle(document.body).direction") == "ltr"


def test_what_people_write_is_text_and_nothing_else(chat: ChatPage) -> None:
    for attack in ATTACKS:
        chat.say(attack)
    assert chat.mine.locator(".text").all_inner_texts() == list(ATTACKS)
    assert chat.mine.locator(".text *").count() == 0
    chat.page.reload()
    expect(chat.answers).to_have_count(len(ATTACKS))
    assert chat.mine.locator(".text").all_inner_texts() == list(ATTACKS)
    assert chat.page.title() == "Juniper"


def test_a_bot_named_like_an_attack_is_only_called_so(
    make_server: MakeServer, new_visitor: NewVisitor
) -> None:
    name = '"><img src=x onerror=alert(1)>'
    server = make_server(RECOLLECT_BOT_NAME=name, RECOLLECT_BOT_GREETING=ATTACKS[0])
    chat = new_visitor(server)
    chat.say("hello")
    assert chat.page.title() == name
    expect(chat.page.get_by_role("heading", level=1)).to_have_text(name)
    expect(chat.page.locator("#greeting .text")).to_have_text(ATTACKS[0])
    assert chat.page.locator("img").count() == 0


def test_only_whole_web_addresses_in_answers_become_links(chat: ChatPage) -> None:
    def tricky(route: Route) -> None:
        body = route.fetch().json()
        spans = [asdict(span) for span in response_spans(TRICKY_ANSWER)]
        body["reply"] |= {"text": TRICKY_ANSWER, "spans": spans}
        route.fulfill(status=201, json=body)

    chat.page.route("**/messages", tricky, times=1)
    assert chat.say("https://lighthouse.example/mine") == TRICKY_ANSWER
    links = chat.answers.get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://lighthouse.example/a?b=1&c=",
        "https://lighthouse.example/tower_(old)",
        "https://lighthouse.example/x",
    ]
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}
    assert chat.mine.get_by_role("link").count() == 0


def test_lines_of_an_answer_stay_lines(chat: ChatPage) -> None:
    first, second = chat.say("ticket price").split("\n")
    assert "ix pounds" in first
    assert second.endswith("https://lighthouse.example/tickets.")

"""Chat while the network or the server fails."""

import time

from playwright.sync_api import Route, expect

from tests.e2e.conftest import MakeServer, NewVisitor
from tests.e2e.pages.chat_page import ChatPage
from tests.e2e.pages.server import Server
from web.http.problems import OUTAGE

NOT_SENT = "Not sent"


def test_what_is_written_offline_goes_out_when_the_network_is_back(chat: ChatPage) -> None:
    chat.say("hello")
    chat.page.context.set_offline(True)
    expect(chat.notice).to_contain_text("You are offline.")
    chat.write("ticket price")
    chat.write("is there a lift")
    expect(chat.state_of("ticket price")).to_have_text(NOT_SENT)
    expect(chat.state_of("is there a lift")).to_have_text(NOT_SENT)
    chat.page.context.set_offline(False)
    expect(chat.answers).to_have_count(3)
    expect(chat.state_of("ticket price")).to_have_text("")
    assert chat.stored_texts() == ["hello", "ticket price", "is there a lift"]
    chat.forget_failed_requests()


def test_the_first_message_of_all_can_be_written_offline(chat: ChatPage) -> None:
    chat.page.context.set_offline(True)
    chat.write("hello")
    expect(chat.state_of("hello")).to_have_text(NOT_SENT)
    chat.page.context.set_offline(False)
    expect(chat.answers).to_have_count(1)
    assert chat.stored_texts() == ["hello"]
    chat.forget_failed_requests()


def test_a_retry_after_a_lost_answer_is_stored_once(chat: ChatPage) -> None:
    def lose(route: Route) -> None:
        assert route.fetch().status == 201
        route.abort("connectionreset")

    chat.say("hello")
    chat.page.route("**/messages", lose, times=1)
    chat.write("ticket price")
    expect(chat.state_of("ticket price")).to_have_text(NOT_SENT)
    chat.page.get_by_role("button", name="Retry").click()
    expect(chat.answers).to_have_count(2)
    assert chat.stored_texts() == ["hello", "ticket price"]
    chat.forget_failed_requests()


def test_a_server_killed_during_a_message_gets_it_once(server: Server, chat: ChatPage) -> None:
    chat.say("hello")
    chat.page.clock.install()
    server.freeze()
    chat.write("ticket price")
    expect(chat.page.locator("#typing")).to_be_visible()
    server.kill()
    expect(chat.state_of("ticket price")).to_have_text(NOT_SENT)
    chat.page.clock.pause_at(time.time() + 1)  # or it may be sent before the button is pressed
    server.start()
    chat.page.get_by_role("button", name="Retry").click()
    chat.page.clock.resume()
    expect(chat.answers).to_have_count(2)
    assert chat.stored_texts() == ["hello", "ticket price"]
    chat.forget_failed_requests()


def test_an_unsent_message_survives_the_tab(chat: ChatPage) -> None:
    chat.say("hello")
    chat.page.route("**/messages", lambda route: route.abort())
    chat.write("ticket price")
    expect(chat.state_of("ticket price")).to_have_text(NOT_SENT)
    later = ChatPage(chat.page.context.new_page(), chat.url)
    chat.page.close()
    later.open()
    expect(later.answers).to_have_count(2)
    assert later.mine.locator(".text").all_inner_texts() == ["hello", "ticket price"]
    assert later.stored_texts() == ["hello", "ticket price"]
    chat.forget_failed_requests()


def test_it_is_tried_again_without_a_hand_being_moved(chat: ChatPage) -> None:
    chat.page.route("**/messages", lambda route: route.abort(), times=1)
    chat.write("hello")
    expect(chat.state_of("hello")).to_have_text(NOT_SENT)
    expect(chat.answers).to_have_count(1)
    chat.forget_failed_requests()


def test_the_sign_in_page_of_a_wireless_network_is_no_answer(chat: ChatPage) -> None:
    portal = "<h1>Welcome on board. Please sign in.</h1>"
    chat.page.route(
        "**/messages", lambda route: route.fulfill(body=portal, content_type="text/html"), times=1
    )
    chat.write("hello")
    expect(chat.state_of("hello")).to_have_text(NOT_SENT)
    expect(chat.answers).to_have_count(1)
    assert chat.stored_texts() == ["hello"]


def test_an_outage_of_the_database_keeps_the_message(chat: ChatPage) -> None:
    """As with a full disk, a database that is away, and a server that stops."""
    chat.page.route(
        "**/messages",
        lambda route: route.fulfill(
            status=503,
            json={"title": "Service Unavailable", "status": 503, "detail": OUTAGE},
            content_type="application/problem+json",
            headers={"Retry-After": "1"},
        ),
        times=1,
    )
    chat.write("hello")
    expect(chat.state_of("hello")).to_have_text("Will be answered as soon as Juniper is ready")
    expect(chat.answers).to_have_count(1)
    expect(chat.state_of("hello")).to_have_text("")
    assert chat.stored_texts() == ["hello"]
    chat.forget_failed_requests()


def test_messages_that_could_not_be_loaded_can_be_asked_for_again(chat: ChatPage) -> None:
    chat.say("hello")
    chat.page.route("**/messages?*", lambda route: route.abort(), times=1)
    chat.page.reload()
    expect(chat.notice).to_contain_text("could not be loaded")
    chat.page.get_by_role("button", name="Try again").click()
    expect(chat.answers).to_have_count(1)
    expect(chat.notice).to_be_empty()
    chat.forget_failed_requests()


def test_too_many_messages_wait_as_long_as_the_server_says(
    make_server: MakeServer, new_visitor: NewVisitor
) -> None:
    chat = new_visitor(make_server(RECOLLECT_RATE_LIMIT="3 per 4 seconds"))
    for text in ("hello", "hi", "hey", "good morning"):
        chat.write(text)
    expect(chat.mine.last.locator(".state")).to_contain_text("Too many messages at once")
    expect(chat.answers).to_have_count(4)
    assert chat.stored_texts() == ["hello", "hi", "hey", "good morning"]
    chat.forget_failed_requests()


def test_a_conversation_deleted_elsewhere_is_begun_anew_with_the_message(chat: ChatPage) -> None:
    chat.say("hello")
    lost = chat.conversation()
    assert chat.page.request.delete(f"{chat.url}api/v1/conversations/{lost}").status == 204
    chat.write("ticket price")
    expect(chat.notice).to_contain_text("deleted elsewhere")
    expect(chat.answers.first).to_contain_text("ix pounds")
    assert chat.mine.locator(".text").all_inner_texts() == ["ticket price"]
    assert chat.conversation() != lost
    assert chat.stored_texts() == ["ticket price"]
    chat.forget_failed_requests()


def test_a_browser_that_keeps_no_cookie_is_told_so(chat: ChatPage) -> None:
    begun = []

    def forget(route: Route) -> None:
        response = route.fetch()
        begun.append(response.json()["id"])
        chat.page.context.clear_cookies()
        route.fulfill(status=201, json=response.json())

    chat.page.route("**/conversations", forget)
    chat.write("hello")
    expect(chat.state_of("hello")).to_contain_text("does not keep the chat's cookie")
    assert len(begun) == 2, "it does not begin conversations for ever"
    chat.page.get_by_role("button", name="Edit").click()
    expect(chat.field).to_have_value("hello")
    chat.forget_failed_requests()


def test_a_deletion_without_network_says_so_and_can_be_repeated(chat: ChatPage) -> None:
    chat.say("hello")
    chat.press("Delete this chat")
    chat.page.context.set_offline(True)
    dialog = chat.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Delete").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Not deleted. There is no connection.")
    chat.page.context.set_offline(False)
    dialog.get_by_role("button", name="Delete").click()
    expect(dialog).to_be_hidden()
    assert chat.conversation() is None
    chat.forget_failed_requests()


def test_a_rating_that_was_not_saved_is_not_shown_as_given(chat: ChatPage) -> None:
    chat.say("hello")
    chat.page.route("**/feedback", lambda route: route.abort())
    thumb = chat.rate("Helpful")
    expect(chat.notice).to_contain_text("Your rating was not saved.")
    expect(thumb).to_have_attribute("aria-pressed", "false")
    chat.forget_failed_requests()

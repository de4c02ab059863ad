"""Conversations: messages, reload, restart, new chat, download, deletion, ratings, tabs."""

import json
import re
from uuid import uuid4

from playwright.sync_api import Route, expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.pages.accessibility import assert_accessible
from tests.e2e.pages.chat_page import ChatPage
from tests.e2e.pages.server import Server


def test_the_first_message_is_answered(chat: ChatPage) -> None:
    expect(chat.page.locator("#greeting")).to_contain_text("Hello, I'm Juniper")
    assert chat.conversation() is None
    assert "from ten to four" in chat.say("when are you open") or "at ten" in chat.texts()[-1]
    assert chat.texts()[0] == "when are you open"
    assert chat.stored_texts() == ["when are you open"]


def test_a_context_lasts_from_one_message_to_the_next(chat: ChatPage) -> None:
    assert "112 steps" in chat.say("how many stairs are there")
    assert "the keeper's kitchen" in chat.say("yes please")


def test_messages_carry_the_local_time(server: Server, new_visitor: NewVisitor) -> None:
    chat = new_visitor(server, timezone_id="Pacific/Auckland")
    chat.say("hello")
    shown = chat.answers.locator("time")
    moment = shown.get_attribute("datetime")
    assert moment
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", moment)
    local = f"new Date('{moment}').toLocaleTimeString('en-GB', {{timeStyle: 'short'}})"
    assert shown.inner_text().zfill(5) == chat.page.evaluate(local)


def test_a_reload_finds_the_conversation_where_it_was(chat: ChatPage) -> None:
    chat.say("hello")
    chat.say("ticket price")
    before = chat.texts()
    chat.page.reload()
    expect(chat.answers).to_have_count(2)
    assert chat.texts() == before
    assert "112 steps" in chat.say("is there a lift")


def test_a_restart_of_the_server_loses_nothing(server: Server, chat: ChatPage) -> None:
    chat.say("how many stairs are there")
    before = chat.texts()
    server.stop()
    server.start()
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    assert chat.texts() == before
    assert "the keeper's kitchen" in chat.say("yes please"), "the context is stored, too"


def test_a_long_conversation_comes_back_whole(chat: ChatPage) -> None:
    chat.say("hello")
    address = f"{chat.url}api/v1/conversations/{chat.conversation()}/messages"
    for number in range(55):
        message = {"id": str(uuid4()), "text": f"hello {number}"}
        assert chat.page.request.post(address, data=message).status == 201
    chat.page.reload()
    expect(chat.answers).to_have_count(56)
    written = chat.mine.locator(".text").all_inner_texts()
    assert written == ["hello", *(f"hello {number}" for number in range(55))]
    expect(chat.answers.last).to_be_in_viewport()


def test_yesterday_stands_above_what_was_said_yesterday(chat: ChatPage) -> None:
    chat.say("hello")
    chat.page.clock.install()
    chat.page.clock.fast_forward("24:00:00")
    chat.page.reload()
    expect(chat.mine.first).to_have_attribute("data-day", "Yesterday")
    assert chat.answers.first.get_attribute("data-day") is None


def test_a_new_chat_begins_empty_and_the_previous_one_stays_within_reach(chat: ChatPage) -> None:
    chat.say("hello")
    first = chat.conversation()
    chat.press("New chat")
    expect(chat.mine).to_have_count(0)
    expect(chat.field).to_be_focused()
    chat.say("ticket price")
    assert chat.conversation() != first
    chat.press("Previous chat")
    expect(chat.mine.locator(".text")).to_have_text(["hello"])
    assert chat.conversation() == first
    chat.press("Previous chat")
    expect(chat.mine.locator(".text")).to_have_text(["ticket price"])


def test_the_download_holds_the_whole_conversation(chat: ChatPage) -> None:
    chat.say("hello")
    with chat.page.expect_download() as download:
        chat.press("Download as JSON")
    assert download.value.suggested_filename.endswith(".json")
    kept = json.loads(download.value.path().read_text())
    assert [message["text"] for message in kept["messages"]] == chat.texts()
    with chat.page.expect_download() as download:
        chat.press("Download")
    assert download.value.suggested_filename.endswith(".txt")
    assert download.value.path().read_text().split("\n")[1::3] == chat.texts()


def test_every_earlier_chat_can_be_read_downloaded_and_deleted(chat: ChatPage) -> None:
    for text in ("hello", "ticket price", "when are you open"):
        chat.say(text)
        chat.press("New chat")
    chat.press("Earlier chats")
    dialog = chat.page.get_by_role("dialog", name="Earlier chats")
    names = dialog.locator(".name")
    expect(names).to_have_text(["when are you open", "ticket price", "hello"])
    assert_accessible(chat.page)
    with chat.page.expect_download() as download:
        dialog.get_by_role("link", name="Text: ticket price").click()
    assert "\nticket price\n" in download.value.path().read_text()
    dialog.get_by_role("button", name="Delete: ticket price").click()
    chat.page.get_by_role("dialog", name="Delete this chat?").get_by_role(
        "button", name="Delete", exact=True
    ).click()
    expect(names).to_have_text(["when are you open", "hello"])
    dialog.get_by_role("button", name="hello Today").click()
    expect(dialog).to_be_hidden()
    expect(chat.mine.locator(".text")).to_have_text(["hello"])
    chat.page.reload()
    expect(chat.mine.locator(".text")).to_have_text(["hello"])


def test_deleting_asks_first_and_then_leaves_nothing(chat: ChatPage) -> None:
    chat.say("hello")
    conversation = chat.conversation()
    dialog = chat.page.get_by_role("dialog", name="Delete this chat?")
    chat.press("Delete this chat")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert len(chat.stored()) == 2
    chat.press("Delete this chat")
    dialog.get_by_role("button", name="Delete").click()
    expect(chat.notice).to_have_text("The chat is deleted.")
    expect(chat.mine).to_have_count(0)
    gone = f"{chat.url}api/v1/conversations/{conversation}/messages"
    assert chat.page.request.get(gone).status == 404
    chat.page.reload()
    expect(chat.page.locator("#greeting")).to_be_visible()
    assert chat.conversation() is None
    chat.say("hello again")


def test_there_is_nothing_to_download_or_delete_before_the_first_message(chat: ChatPage) -> None:
    chat.page.get_by_role("button", name="Menu").click()
    expect(chat.page.get_by_role("button", name="Download", exact=True)).to_be_disabled()
    expect(chat.page.get_by_role("button", name="Download as JSON")).to_be_disabled()
    expect(chat.page.get_by_role("button", name="Delete this chat")).to_be_disabled()


def test_answers_can_be_rated_and_the_rating_changed(chat: ChatPage) -> None:
    chat.say("hello")
    helpful = chat.rate("Helpful")
    expect(helpful).to_have_attribute("aria-pressed", "true")
    expect(chat.notice).to_have_text("Thank you for the rating.")
    assert chat.stored()[1]["feedback"] == 1
    chat.rate("Not helpful")
    expect(helpful).to_have_attribute("aria-pressed", "false")
    comment = chat.page.get_by_role("textbox", name="What would have been better?")
    comment.fill("Say where the lighthouse is.")
    chat.page.get_by_role("button", name="Send comment").click()
    expect(comment).to_be_hidden()
    assert chat.stored()[1]["feedback"] == -1
    chat.page.reload()
    unhelpful = chat.answers.get_by_role("button", name="Not helpful")
    expect(unhelpful).to_have_attribute("aria-pressed", "true")


def test_suggested_answers_are_sent_at_a_press_and_then_gone(chat: ChatPage) -> None:
    def suggest(route: Route) -> None:
        body = route.fetch().json()
        body["reply"]["quick_replies"] = ["yes please", "no"]
        route.fulfill(status=201, json=body)

    chat.page.route("**/messages", suggest, times=1)
    chat.say("is there a lift")
    suggestions = chat.page.get_by_role("group", name="Suggested answers").get_by_role("button")
    expect(suggestions).to_have_text(["yes please", "no"])
    suggestions.first.click()
    expect(chat.answers).to_have_count(2)
    assert "the keeper's kitchen" in chat.texts()[-1]
    expect(suggestions).to_have_count(0)


def test_who_is_asked_back_chooses_by_keyboard_and_gets_that_answer(chat: ChatPage) -> None:
    chat.say("book the guided tour")
    question = chat.stored()[-1]
    assert (question["intent"], question["fallback"]) == ("clarification", False)
    assert set(question["candidates"]) == {"day_tour", "night_tour"}
    group = chat.page.get_by_role("group", name="Suggested answers")
    choices = group.get_by_role("button")
    *tours, none = choices.all_inner_texts()
    assert sorted(tours) == ["guided tour by day", "guided tour by night"]
    assert none == "None of these"
    chat.page.reload()
    expect(choices).to_have_text(question["quick_replies"])
    by_night = group.get_by_role("button", name="guided tour by night")
    chat.field.focus()
    while not by_night.evaluate("button => button === document.activeElement"):
        chat.page.keyboard.press("Shift+Tab")
    chat.page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(2)
    assert chat.texts()[-2:] == [
        "guided tour by night",
        "The night tour begins when the lamp is lit.",
    ]
    expect(group).to_be_hidden()
    expect(chat.field).to_be_focused()


def test_who_writes_on_is_not_asked_any_more(chat: ChatPage) -> None:
    chat.say("book the guided tour")
    group = chat.page.get_by_role("group", name="Suggested answers")
    expect(group).to_be_visible()
    chat.say("ticket price")
    expect(group).to_be_hidden()


def test_two_tabs_show_the_same_conversation(chat: ChatPage) -> None:
    chat.say("hello")
    other = ChatPage(chat.page.context.new_page(), chat.url).open()
    expect(other.answers).to_have_count(1)
    chat.say("ticket price")
    expect(other.answers).to_have_count(2)
    other.say("is there a lift")
    expect(chat.answers).to_have_count(3)
    assert chat.texts() == other.texts()
    assert chat.stored_texts() == ["hello", "ticket price", "is there a lift"]
    other.press("New chat")
    expect(chat.mine).to_have_count(0)


def test_who_reads_above_is_not_torn_away_by_a_new_answer(chat: ChatPage) -> None:
    for _ in range(6):
        chat.say("ticket price")
    other = ChatPage(chat.page.context.new_page(), chat.url).open()
    other.page.set_viewport_size({"width": 375, "height": 500})
    expect(other.answers).to_have_count(6)
    expect(other.answers.last).to_be_in_viewport()
    log = other.page.get_by_role("log")
    log.evaluate("box => box.scrollTop = 0")
    chat.say("hello")
    expect(other.answers).to_have_count(7)
    assert log.evaluate("box => box.scrollTop") == 0
    other.page.get_by_role("button", name="Newest messages").click()
    expect(other.answers.last).to_be_in_viewport()


def test_a_message_of_someone_else_is_out_of_reach(
    chat: ChatPage, server: Server, new_visitor: NewVisitor
) -> None:
    chat.say("hello")
    stranger = new_visitor(server)
    stranger.page.evaluate(
        f"localStorage.setItem('recollect.conversation', '\"{chat.conversation()}\"')"
    )
    stranger.page.reload()
    expect(stranger.notice).to_have_text("That chat no longer exists. This is a new one.")
    expect(stranger.mine).to_have_count(0)
    stranger.forget_failed_requests()

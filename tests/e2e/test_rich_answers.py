"""Markup in answers: links, breaks and emphasis, all else as text."""

from playwright.sync_api import Route, expect

from tests.e2e.pages.chat_page import ChatPage

QUESTION = "when is the day tour?"
SHOWN = (
    "The day tour begins at eleven, at the gate.\n"
    "Read the plan, write to us or call 01632 960200."
    " <script>document.title = 'taken'</script>"
    " <img src=x onerror=\"document.title = 'taken'\"> here <HUMAN>"
)
LINKS = {
    "the plan": ("https://lighthouse.example/plan", "_blank"),
    "write to us": ("mailto:tours@lighthouse.example", None),
    "01632 960200": ("tel:01632960200", None),
}


def check(chat: ChatPage) -> None:
    """Assert that the only answer is shown with its markup, and that no text became markup."""
    bubble = chat.answers.locator(".text")
    assert bubble.inner_text() == SHOWN
    expect(bubble.locator("strong")).to_have_text("eleven")
    assert bubble.locator("*").count() == 1 + len(LINKS)
    links = bubble.get_by_role("link")
    assert {
        link.inner_text(): (link.get_attribute("href"), link.get_attribute("target"))
        for link in links.all()
    } == LINKS
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}
    assert chat.page.title() != "taken"


def test_markup_of_an_answer_is_shown_and_hostile_markup_is_text(chat: ChatPage) -> None:
    assert chat.say(QUESTION) == SHOWN
    check(chat)
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    check(chat)


def test_an_answer_without_spans_is_shown_as_written(chat: ChatPage) -> None:
    def older(route: Route) -> None:
        body = route.fetch().json()
        del body["reply"]["spans"]
        route.fulfill(status=201, json=body)

    chat.page.route("**/messages", older, times=1)
    assert "<b>eleven</b>" in chat.say(QUESTION)


def test_what_a_visitor_writes_stays_text(chat: ChatPage) -> None:
    chat.say("<b>hello</b> https://lighthouse.example")
    assert chat.texts()[0] == "<b>hello</b> https://lighthouse.example"
    assert chat.mine.locator(".text *").count() == 0

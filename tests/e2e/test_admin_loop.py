"""From a message that is not understood to an answer: inbox, training, activation, roll back."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tests.e2e.conftest import MakeServer, NewVisitor
from tests.e2e.first_training import LONGEST_TRAINING
from tests.e2e.pages.chat_page import ChatPage
from tests.e2e.pages.complaints import no_complaints
from tests.e2e.pages.server import Server

PASSWORD = "nine keepers light the lamp"
FALLBACK = re.compile("I only know the lighthouse|beyond my beam")
EPOCHS = 72  # enough for the curves to move on a fast machine, and to learn three messages
DOGS = "Dogs on a lead are welcome on the ground floor."

HOURS, PRICE, PUPPY = (
    "does monday finish earlier",
    "do nurses save money",
    "may my puppy come along",
)
ANSWERS = {
    HOURS: re.compile("ten to four|open at ten"),
    PRICE: re.compile("six pounds", re.IGNORECASE),
    PUPPY: re.compile(DOGS),
}

Answers = dict[str, re.Pattern[str]]


@pytest.fixture
def keeper(browser: Browser) -> Iterator[BrowserContext]:
    """Browser of the first admin; writes a trace to the folder RECOLLECT_TEST_FILM, if given."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    film = os.environ.get("RECOLLECT_TEST_FILM")
    if film:
        context.tracing.start(screenshots=True, snapshots=True)
    yield context
    if film:
        context.tracing.stop(path=Path(film) / "admin-loop.zip")
    context.close()


@pytest.mark.slow
@pytest.mark.timeout(2 * LONGEST_TRAINING)
def test_what_the_bot_could_not_answer_it_learns(
    make_server: MakeServer, new_visitor: NewVisitor, keeper: BrowserContext
) -> None:
    server = make_server()
    page = keeper.new_page()
    with no_complaints(page):
        _make_the_first_account(page, server)
        visitor = new_visitor(server)
        _answers_are(visitor, dict.fromkeys(ANSWERS, FALLBACK))

        _decide(page, server)
        _train(page, server)
        _see_what_changes(page)
        _answers_are(visitor, dict.fromkeys(ANSWERS, FALLBACK))

        page.get_by_role("button", name="Activate it").click()
        expect(page.get_by_text("is live").first).to_be_visible()
        _answers_are(visitor, ANSWERS)

        page.goto(f"{server.url}admin/models")
        page.get_by_role("button", name="Roll back to version 2").click()
        expect(page.get_by_role("alert")).to_contain_text("Version 2")
        _answers_are(visitor, dict.fromkeys(ANSWERS, FALLBACK))


def _make_the_first_account(page: Page, server: Server) -> None:
    log = (server.instance / "server.log").read_text(encoding="utf-8")
    *_, link = re.findall(r"http://\S+/admin/setup\S*", log)  # the last start's
    page.goto(link)
    page.get_by_label("Email address").fill("keeper@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("navigation", name="Admin pages")).to_be_visible()


def _decide(page: Page, server: Server) -> None:
    """Assign two messages to existing intents, and the third to a new one."""
    page.goto(f"{server.url}admin/inbox")
    for question, tag in ((HOURS, "opening_hours"), (PRICE, "tickets")):
        group = _group(page, question)
        group.get_by_label("Other").fill(tag)
        group.get_by_role("button", name="Assign", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text(f"assigned to {tag}")
    group = _group(page, PUPPY)
    group.get_by_text("New intent").click()
    group.get_by_label("Name, as in").fill("dogs")
    group.get_by_label("What the bot answers first").fill(DOGS)
    group.get_by_role("button", name="Make the intent").click()
    expect(page.get_by_role("alert")).to_contain_text("the new intent dogs")
    expect(page.locator(".group")).to_have_count(0)


def _group(page: Page, question: str) -> Locator:
    """Group with the message; others may show the message as the one before."""
    return page.locator(".group").filter(has=page.locator("label", has_text=question))


def _train(page: Page, server: Server) -> None:
    """Start a training, and watch its curves up to the result."""
    page.goto(f"{server.url}admin/runs")
    expect(page.get_by_role("main")).to_contain_text("3 curated examples and 1 new intent")
    page.get_by_text("Another network, or other numbers").click()
    page.get_by_label("Epochs", exact=True).fill(str(EPOCHS))
    page.get_by_role("button", name="Start training").click()
    lengths: set[int] = set()
    outcome = page.get_by_role("heading", name="Model version 3")
    curves = page.locator("#chart-accuracy polyline")
    for _ in range(20 * LONGEST_TRAINING):
        if outcome.is_visible():
            break
        # In one step: the result may take the place of the curves at any moment, or the whole page.
        points: list[str] = []
        with suppress(Error):
            points = curves.evaluate_all("lines => lines.map(line => line.getAttribute('points'))")
        lengths |= {len(line) for line in points[:1]}
        page.wait_for_timeout(50)  # a fast machine draws but a few curves before the result
    expect(outcome).to_be_visible()
    assert len(lengths) > 2, "the curve did not move"


def _see_what_changes(page: Page) -> None:
    replay = page.locator("#replay")
    expect(replay).to_contain_text("3 answers differ")
    for question, answer in ANSWERS.items():
        row = replay.get_by_role("row").filter(has_text=question)
        expect(row).to_contain_text("fallback")
        expect(row).to_contain_text(answer)


def _answers_are(visitor: ChatPage, answers: Answers) -> None:
    """Send the questions again in the tab that stayed open."""
    for question, answer in answers.items():
        reply = visitor.say(question)
        assert answer.search(reply), f"{question} → {reply}"

"""Inbox by keyboard, without a script, on a phone, in light and dark."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.conftest import MakeSettings
from tests.e2e.pages.accessibility import assert_accessible, assert_whole
from tests.e2e.pages.admin_browser import Editors, serving
from tests.e2e.pages.complaints import no_complaints
from tests.support.inbox_messages import ask, message
from tests.web.conftest import SMALL_INTENTS
from web.core.database import db, reading
from web.core.settings import Settings
from web.curation import service as curated


@pytest.fixture
def settings(make_settings: MakeSettings, sqlite_url: str) -> Settings:
    return make_settings(DATABASE_URL=sqlite_url, RECOLLECT_INTENTS=str(SMALL_INTENTS))


@pytest.fixture
def editors(app: Flask, browser: Browser) -> Iterator[Editors]:
    """Editors of an inbox with three groups: of three, of two and of one message."""
    with app.app_context():
        ask(
            db.session,
            message("asdf jkl", "borrow", 0.45, (("greeting", 0.4),)),
            "any wifi here",
            "is there any wifi here",
            "renew my card",
            "Renew my card!",
            "could you renew my card " + "w" * 120,
        )
    with serving(app) as url:
        yield Editors(app, browser, url)


@pytest.fixture
def page(editors: Editors) -> Iterator[Page]:
    """Inbox of an editor; asserts that their browser has no complaint."""
    context = editors.sign_in("ada@example.org")
    page = context.new_page()
    with no_complaints(page):
        page.goto(f"{editors.url}admin/inbox")
        yield page
        context.close()


def curated_examples(app: Flask) -> dict[str, str]:
    """Intent of each curated example that waits."""
    with app.app_context(), reading(db.session):
        return {text: tag for tag, text in curated.additions(db.session).patterns}


def expect_notice(page: Page, text: str) -> None:
    """Wait for a notice with this text, and for the focus on a group."""
    expect(page.get_by_role("alert")).to_contain_text(text)
    expect(page.locator(".group:focus")).to_have_count(1)


def test_the_inbox_is_worked_through_by_keyboard(app: Flask, page: Page) -> None:
    keyboard, focused = page.keyboard, page.locator(":focus")
    groups = page.locator(".group")
    expect(groups).to_have_count(3)
    expect(focused).to_contain_text("Renew my card!")
    keyboard.press("j")
    expect(focused).to_contain_text("any wifi here")
    assert focused.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    keyboard.press("j")
    keyboard.press("j")
    expect(focused).to_contain_text("asdf jkl")
    for _ in range(3):
        keyboard.press("k")
    expect(focused).to_contain_text("Renew my card!")

    # One message means something else: it is taken out, and stays when the rest is decided.
    keyboard.press("Tab")
    expect(focused).to_be_checked()
    keyboard.press("Space")
    expect(focused).not_to_be_checked()
    keyboard.press("2")
    expect_notice(page, "2 messages assigned to borrow.")
    assert curated_examples(app) == {"Renew my card!": "borrow", "renew my card": "borrow"}

    expect(groups.filter(has_text="wwww")).to_have_count(1)
    groups.filter(has_text="any wifi here").focus()
    keyboard.press("n")
    keyboard.type("wifi")
    keyboard.press("Tab")
    keyboard.type("It is open, and 1 is no key in here.")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect_notice(page, "2 messages assigned to the new intent wifi")

    groups.filter(has_text="asdf").focus()
    keyboard.press("i")
    expect_notice(page, "1 message ignored.")
    expect(groups).to_have_count(1)

    page.reload()
    expect(page.locator(".group:focus")).to_have_count(1)
    keyboard.press("u")
    expect_notice(page, "Taken back: 1 message ignored.")
    keyboard.press("u")
    expect_notice(page, "Taken back: 2 messages assigned")
    expect(groups).to_have_count(3)
    assert set(curated_examples(app).values()) == {"borrow"}

    keyboard.press("?")
    expect(page.get_by_text("take your last decision back")).to_be_visible()
    keyboard.press("o")
    keyboard.type("greeting")
    keyboard.press("Enter")
    expect_notice(page, "assigned to greeting.")


def test_of_two_editors_one_is_told(editors: Editors, page: Page) -> None:
    other = editors.sign_in("bob@example.org")
    bobs = other.new_page()
    bobs.goto(f"{editors.url}admin/inbox")
    expect(bobs.locator(".group:focus")).to_have_count(1)
    bobs.keyboard.press("1")
    expect_notice(bobs, "assigned to opening_hours.")
    expect(page.locator(".group:focus")).to_have_count(1)
    page.keyboard.press("i")
    expect_notice(page, "bob@example.org was quicker")
    page.keyboard.press("u")
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_text("3 messages assigned to opening_hours.")).to_be_visible()
    other.close()


def test_it_works_without_a_script(app: Flask, editors: Editors) -> None:
    context = editors.sign_in("eve@example.org", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{editors.url}admin/inbox")
    group = page.locator(".group").first
    group.get_by_text("New intent").click()
    group.get_by_label("Name, as in").fill("renew")
    group.get_by_label("What the bot answers first").fill("Done.")
    group.get_by_label("Name, as in").press("Enter")
    expect(page.get_by_text("3 messages assigned to the new intent renew.").first).to_be_visible()
    page.locator(".group").first.get_by_role("button", name="borrow").click()
    expect(page.get_by_text("2 messages assigned to borrow.").first).to_be_visible()
    page.get_by_role("button", name="Undo: 2 messages").click()
    expect(page.get_by_text("Taken back: 2 messages assigned to borrow.")).to_be_visible()
    assert set(curated_examples(app).values()) == {"renew"}
    context.close()


def test_axe_finds_nothing_and_nothing_sticks_out(page: Page) -> None:
    expect(page.locator(".group:focus")).to_have_count(1)
    page.keyboard.press("?")
    page.keyboard.press("n")
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.goto(page.url.partition("inbox")[0] + "examples")
    page.get_by_text("Change", exact=True).first.click()
    assert_accessible(page)
    page.goto(page.url.partition("examples")[0] + "inbox?q=zebra")
    expect(page.get_by_text("Nothing matches.")).to_be_visible()
    assert_accessible(page)


def test_long_names_of_intents_break_after_underscores_alone(editors: Editors) -> None:
    context = editors.sign_in("ada@example.org", "admin")
    page = context.new_page()
    page.goto(f"{editors.url}admin/inbox")
    group = page.locator(".group").first
    group.get_by_text("New intent").click()
    group.get_by_label("Name, as in").fill("how_can_i_use_the_wireless_network_at_home")
    group.get_by_label("What the bot answers first").fill("It is open.")
    group.get_by_role("button", name="Make the intent").click()
    for place in ("inbox", "examples", "audit", "intents"):
        page.goto(f"{editors.url}admin/{place}")
        expect(page.get_by_text("how_can_i_use_the_wireless_network_at_home").first).to_be_visible()
        assert_whole(page)
    context.close()


def test_a_message_is_decided_on_the_page_of_its_conversation(page: Page) -> None:
    page.get_by_role("link", name="2026").first.click()
    page.get_by_text("Decide", exact=True).first.click()
    assert_accessible(page)
    page.get_by_role("button", name="Right: borrow").click()
    expect(page.get_by_role("alert")).to_contain_text("1 message assigned to borrow.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("alert")).to_contain_text("Taken back")

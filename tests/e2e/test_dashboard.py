"""Dashboard and conversations, on a phone, in light and dark, without a script."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.conftest import MakeSettings
from tests.e2e.pages.accessibility import assert_accessible
from tests.e2e.pages.admin_browser import Editors, serving
from tests.e2e.pages.complaints import no_complaints
from tests.support.conversations import PastMessage, store_conversation
from web.core.database import db, utc_now
from web.core.settings import Settings


@pytest.fixture
def settings(make_settings: MakeSettings, sqlite_url: str) -> Settings:
    return make_settings(DATABASE_URL=sqlite_url)


@pytest.fixture
def editors(app: Flask, browser: Browser) -> Iterator[Editors]:
    now = utc_now()
    lost = PastMessage("Where is my <b>parcel</b>?", "Sorry?", now, fallback=True, thumb=-1)
    with app.app_context():
        store_conversation(db.session, PastMessage("hello", at=now, thumb=1), lost)
        store_conversation(
            db.session, PastMessage("hello " + "w" * 200, at=now, intent="<i>hours</i>")
        )
    with serving(app) as url:
        yield Editors(app, browser, url)


@pytest.fixture
def page(editors: Editors) -> Iterator[Page]:
    """Page of an admin; asserts that their browser has no complaint."""
    context = editors.sign_in("ada@example.org", "admin", base_url=editors.url)
    page = context.new_page()
    with no_complaints(page):
        yield page
        context.close()


def test_figures_lead_to_what_was_said(page: Page) -> None:
    page.goto("admin/")
    expect(page.locator(".chart svg").first).to_be_visible()
    expect(page.locator("#chart-thumbs .values text")).to_have_text(["0", "1"])
    expect(page.locator(".chart").last).to_contain_text("<i>hours</i>")
    page.get_by_role("link", name="Fallback rate").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("Where is my <b>parcel</b>?")
    page.get_by_role("searchbox", name="Words").fill('"my b parcel" -hello')
    page.get_by_role("button", name="Show").click()
    expect(page.locator("mark")).to_have_text("my <b>parcel")
    page.locator("tbody a").click()
    expect(page.get_by_text("thumbs down")).to_be_visible()
    with page.expect_download() as exported:
        page.go_back()
        page.get_by_role("link", name="CSV").click()
    assert "parcel" in exported.value.path().read_text(encoding="utf-8-sig")


def test_who_chooses_a_day_means_from_that_day(page: Page) -> None:
    page.goto("admin/")
    page.get_by_label("From").fill("2026-11-01")
    expect(page.get_by_label("Period")).to_have_value("custom")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", [1200, 1280, 1440])
def test_the_entries_of_the_menu_stand_apart_in_one_line(
    editors: Editors, width: int, language: str
) -> None:
    options = {"locale": language, "viewport": {"width": width, "height": 800}}
    context = editors.sign_in("ada@example.org", "admin", **options)
    page = context.new_page()
    page.goto(f"{editors.url}admin/")
    boxes = [link.bounding_box() for link in page.locator("#pages .navbar-nav a").all()]
    places = [box for box in boxes if box]
    assert len(places) == 11
    assert len({box["y"] for box in places}) == 1
    for entry, following in pairwise(places):
        padding = 2 * 0.3 * 16
        assert following["x"] - entry["x"] - entry["width"] + padding >= 10
    context.close()


def test_the_line_below_thumbs_is_below_their_numbers(page: Page) -> None:
    page.goto("admin/")
    thumb = page.locator("a.thumb").first
    expect(thumb).to_have_css("text-decoration-line", "none")
    expect(thumb.get_by_text("1", exact=True)).to_have_css("text-decoration-line", "underline")


def test_without_a_script_the_tables_are_there(editors: Editors) -> None:
    context = editors.sign_in("eve@example.org", "viewer", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{editors.url}admin/")
    expect(page.get_by_role("columnheader", name="Conversations")).to_be_visible()
    context.close()


@pytest.mark.parametrize("where", ["", "?period=24h", "conversations?q=hello", "first", "erase"])
def test_axe_finds_nothing_on_any_screen(page: Page, where: str) -> None:
    if where in ("first", "erase"):
        page.goto("admin/conversations")
        page.locator("tbody a").first.click()
        for ranking in page.locator("summary").all():
            ranking.click()
        if where == "erase":
            page.get_by_role("link", name="Erase").click()
    else:
        page.goto(f"admin/{where}")
        for table in page.locator("summary").all():
            table.click()
    assert_accessible(page)

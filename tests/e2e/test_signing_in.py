"""First account, second factor, recovery code, token and user, in a browser."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.e2e.conftest import PATIENCE
from tests.e2e.pages.accessibility import assert_accessible
from tests.e2e.pages.server import Server

EMAIL = "admin@localhost"
PASSWORD = "seven grey herons wade"


@pytest.fixture
def untaught(tmp_path: Path) -> Iterator[Server]:
    """A new server without intents, which trains nothing."""
    (tmp_path / "intents").mkdir()
    server = Server(tmp_path / "instance", RECOLLECT_INTENTS=str(tmp_path / "intents"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def complaints() -> list[str]:
    """Errors and warnings of the browser about the pages."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("console", lambda message: _note(message, complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type in ("error", "warning"):
        complaints.append(message.text)


def link_of(server: Server) -> str:
    """Link for the first account, out of the server's log."""
    log = (server.instance / "server.log").read_text(encoding="utf-8")
    return str(re.findall(r"Make the first admin account: (\S+)", log)[-1])


def fill(page: Page, button: str, **fields: str) -> None:
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)
    page.get_by_role("button", name=button, exact=True).click()


def sign_in(page: Page, server: Server) -> None:
    page.goto(f"{server.url}admin/login")
    fill(page, "Sign in", Email_address=EMAIL, Password=PASSWORD)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_from_the_first_link_to_a_second_factor(
    untaught: Server, page: Page, complaints: list[str]
) -> None:
    server = untaught
    page.goto(link_of(server))
    assert_accessible(page)
    fill(page, "Make the account", Email_address=EMAIL, Password="short", Password_again="short")
    expect(page.get_by_text("The password has 5 characters.")).to_be_visible()
    assert_accessible(page)
    fill(page, "Make the account", Email_address=EMAIL, Password=PASSWORD, Password_again=PASSWORD)
    expect(page.get_by_text("You have an account")).to_be_visible()
    assert_accessible(page)

    page.goto(f"{server.url}admin/account")
    page.get_by_role("link", name="Set it up").click()
    page.get_by_role("button", name="Set it up").click()
    picture = page.get_by_role("img", name="The key")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 100
    assert_accessible(page)
    totp = pyotp.TOTP(re.sub("[ -]", "", page.locator("code").inner_text()))
    fill(page, "Turn it on", Code=totp.now())
    expect(page.get_by_text("you have no recovery codes")).to_be_visible()
    page.get_by_role("link", name="Make recovery codes").click()
    page.get_by_role("button", name="Make new codes").click()
    expect(page.locator("main li")).to_have_count(10)
    codes = page.locator("main li").all_inner_texts()
    assert_accessible(page)

    page.set_viewport_size({"width": 1280, "height": 900})
    sign_out(page)
    sign_in(page, server)
    expect(page.get_by_label("Code", exact=True)).to_be_visible()
    assert_accessible(page)
    fill(page, "Sign in", Code=totp.at(time.time() + 30))
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    sign_out(page)
    sign_in(page, server)
    page.get_by_role("link", name="use a recovery code").click()
    fill(page, "Sign in", Recovery_code=codes[3])
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    page.goto(f"{server.url}admin/account")
    fill(page, "Make a token", Name_of_the_program="nightly build")
    expect(page.get_by_text("Copy the token now")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{server.url}admin/users")
    fill(page, "Add", **{"Email address": "a.rather.long.name@department.example.org"})
    expect(page.get_by_text("It is good once")).to_be_visible()
    assert_accessible(page)
    for name in ("users", "audit", "audit?q=zebra", "change"):
        page.goto(f"{server.url}admin/{name}")
        assert_accessible(page)
    assert complaints == []

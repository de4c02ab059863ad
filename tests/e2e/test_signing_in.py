"""From the link of the first start to a second factor, in a real browser."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE
from tests.e2e.server import Server

EMAIL = "admin@localhost"
PASSWORD = "seven grey herons wade"


@pytest.fixture
def untaught(tmp_path: Path) -> Iterator[Server]:
    """A new server without intents, so that nothing is trained beside it."""
    (tmp_path / "intents").mkdir()
    server = Server(tmp_path / "instance", RECOLLECT_INTENTS=str(tmp_path / "intents"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser had to say against the pages."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


def link_of(server: Server) -> str:
    """The link that the server printed when it started."""
    printed = (server.instance / "server.log").read_text(encoding="utf-8")
    return re.findall(r"Make the first admin account: (\S+)", printed)[-1]


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


def assert_accessible(page: Page) -> None:
    """By day and by night, on a phone and on a desk: nothing for axe, and nothing sticks out."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (375, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(page).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], page.url
            _keep_picture(page, scheme, width)
            root = "document.documentElement"
            assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), (page.url, width)


def _keep_picture(page: Page, scheme: str, width: int) -> None:
    import os

    if folder := os.environ.get("SHOTS"):
        name = re.sub(r"\W+", "-", page.url.split("/admin/")[-1])[:24]
        page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)


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
    fill(page, "Sign in", Email_address=EMAIL, Password=PASSWORD)

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
    codes = page.locator("main li").all_inner_texts()
    assert len(codes) == 10
    assert_accessible(page)

    page.set_viewport_size({"width": 1280, "height": 900})
    sign_out(page)
    sign_in(page, server)
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
    for name in ("users", "audit", "audit?search=zebra", "change"):
        page.goto(f"{server.url}admin/{name}")
        assert_accessible(page)
    assert complaints == []

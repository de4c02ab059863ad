"""Size, requests and cookies of the chat page."""

from playwright.sync_api import Request

from tests.e2e.conftest import NewVisitor
from tests.e2e.pages.server import Server

LIGHT = 40_000
"""Bytes of the page on the wire, without headers."""


def test_the_page_is_light_and_comes_from_one_place(
    server: Server, new_visitor: NewVisitor
) -> None:
    chat = new_visitor(server)
    requests: list[Request] = []
    chat.page.on("requestfinished", lambda request: requests.append(request))
    chat.page.context.clear_cookies()
    chat.page.reload(wait_until="networkidle")
    weights = {
        request.url: request.sizes()["responseBodySize"]
        for request in requests
        if "/api/" not in request.url
    }
    assert len(weights) > 10
    assert sum(weights.values()) < LIGHT, weights


def test_the_only_cookie_is_the_visitors_own(server: Server, new_visitor: NewVisitor) -> None:
    chat = new_visitor(server)
    assert chat.page.context.cookies() == [], "none before the first message"
    chat.say("hello")
    (cookie,) = chat.page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")

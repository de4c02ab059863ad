from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask, Response
from itsdangerous import URLSafeSerializer

from tests.conftest import SECRET_KEY, MakeSettings
from web.core.settings import Settings
from web.http import visitors
from web.http.visitors import COOKIE, current_visitor, remember_visitor


def cookie_for(app: Flask, visitor: UUID) -> str:
    with app.test_request_context():
        response = remember_visitor(Response(), visitor)
    return response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]


def visitor_with(app: Flask, cookie: str) -> UUID | None:
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={cookie}"}):
        return current_visitor()


def test_a_browser_is_known_again(sqlite_app: Flask) -> None:
    visitor = uuid4()
    assert visitor_with(sqlite_app, cookie_for(sqlite_app, visitor)) == visitor


def test_without_a_cookie_nobody_is_known(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        assert current_visitor() is None


def test_a_cookie_of_another_program_in_other_letters_is_no_harm(sqlite_app: Flask) -> None:
    visitor = uuid4()
    cookie = f"{cookie_for(sqlite_app, visitor)}; city=M\xfcnchen"
    assert visitor_with(sqlite_app, cookie) == visitor


def test_a_cookie_cannot_be_made_without_the_key(
    sqlite_app: Flask, make_app: Callable[[Settings], Flask], make_settings: MakeSettings
) -> None:
    visitor = uuid4()
    other = make_app(make_settings(SECRET_KEY="another-secret-key"))
    cookie = cookie_for(sqlite_app, visitor)
    assert visitor_with(other, cookie) is None
    assert visitor_with(sqlite_app, cookie[:-1]) is None
    assert visitor_with(sqlite_app, visitor.hex) is None


@pytest.mark.parametrize("content", ["no uuid", 12, None, ["a"], {}])
def test_a_signed_cookie_that_is_no_visitor_is_ignored(sqlite_app: Flask, content: object) -> None:
    cookie = str(URLSafeSerializer(SECRET_KEY, salt="visitor").dumps(content))
    assert visitor_with(sqlite_app, cookie) is None


def test_a_long_cookie_is_not_remembered(sqlite_app: Flask) -> None:
    before = visitors._verified.cache_info()
    assert visitor_with(sqlite_app, "x" * 10_000) is None
    assert visitors._verified.cache_info() == before

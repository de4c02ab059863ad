"""Enumeration: who guesses an address or a link learns nothing, neither by words nor by work."""

import re
from collections.abc import Callable

import argon2.low_level
import pytest
from flask import Flask

from tests.support.form_browser import Browser, make_user

ADA, EVE = "ada@example.org", "eve@example.org"


@pytest.fixture
def app(sqlite_app: Flask) -> Flask:
    make_user(sqlite_app, ADA)
    return sqlite_app


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Calls of Argon2, nine tenths of the time of a sign-in."""
    calls: list[str] = []

    def counted(name: str) -> Callable[..., object]:
        function = getattr(argon2.low_level, name)

        def count(*args: object, **kwargs: object) -> object:
            calls.append(name)
            return function(*args, **kwargs)

        return count

    for name in ("hash_secret", "hash_secret_raw", "verify_secret", "core"):
        monkeypatch.setattr(argon2.low_level, name, counted(name))
    return calls


def refused(app: Flask, email: str) -> str:
    """Page after a wrong password, without what differs at every request."""
    browser = Browser(app.test_client())
    page = browser.sign_in(email, "not the password at all").get_data(as_text=True)
    return without_tokens(page).replace(email, "")


def without_tokens(page: str) -> str:
    """Page without the tokens of its forms, which hold the second that they were made in."""
    return re.sub(r'(value|content)="[^"]{40,}"', "", page)


def test_an_unknown_address_gets_the_page_of_a_wrong_password(app: Flask) -> None:
    assert "is wrong" in refused(app, ADA)
    assert refused(app, EVE) == refused(app, ADA)


def test_an_unknown_address_costs_the_work_of_a_wrong_password(
    app: Flask, hashes: list[str]
) -> None:
    refused(app, ADA)
    wrong_password = len(hashes)
    hashes.clear()
    refused(app, EVE)
    assert len(hashes) == wrong_password >= 1


def test_links_that_were_never_made_are_all_the_same(app: Flask) -> None:
    client = app.test_client()
    user = make_user(app, EVE)
    forged = app.extensions["security"].reset_serializer.dumps(["0" * 32])
    guesses = ("x", "a.b.c", forged, forged[:-1], user.fs_uniquifier)
    answers = [client.get(f"/admin/reset/{guess}") for guess in guesses]
    assert len({without_tokens(answer.get_data(as_text=True)) for answer in answers}) == 1
    assert {answer.status_code for answer in answers} == {410}

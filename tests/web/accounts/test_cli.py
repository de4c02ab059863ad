"""`flask users …`."""

import re
from urllib.parse import urlsplit

import pytest
from click.testing import Result
from flask import Flask

from tests.support.form_browser import PASSWORD, Browser

ADA = "ada@example.org"


def users(app: Flask, *arguments: str, typed: str = "") -> Result:
    return app.test_cli_runner().invoke(args=["users", *arguments], input=typed)


@pytest.fixture
def ada(app: Flask) -> None:
    """Admin, made in the terminal."""
    result = users(app, "add", ADA, "--role", "admin", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert "ada@example.org can sign in now, as admin." in result.output
    assert PASSWORD not in result.output


@pytest.mark.usefixtures("ada")
def test_who_was_added_signs_in(app: Flask) -> None:
    browser = Browser(app.test_client())
    browser.sign_in(ADA)
    assert "ada@example.org, admin" in browser.page("/admin/account")


def test_a_password_may_come_by_standard_input(app: Flask) -> None:
    assert "There is no account yet" in users(app, "list").output
    assert users(app, "add", ADA, "--password-stdin", typed=f"{PASSWORD}\r\n").exit_code == 0
    assert users(app, "list").output == "viewer  ada@example.org\n"
    browser = Browser(app.test_client())
    browser.sign_in(ADA)
    assert browser.is_signed_in


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("disable", ADA), "is the last admin, and cannot be disabled"),
        (("role", ADA, "viewer"), "is the last admin, and cannot be made less than an admin"),
        (("enable", "bea@example.org"), "There is no user bea@example.org."),
        (("add", ADA, "--password-stdin"), "There is a user ada@example.org already."),
        (("add", "bea@example.org", "--password-stdin"), "has 5 characters"),
        (("add", "bea", "--password-stdin"), "“bea” is not an email address."),
    ],
)
def test_a_refusal_is_a_sentence(app: Flask, arguments: tuple[str, ...], sentence: str) -> None:
    result = users(app, *arguments, typed="short\n")
    assert result.exit_code == 1
    assert sentence in result.output


@pytest.mark.usefixtures("ada")
def test_roles_and_states_are_changed(app: Flask) -> None:
    users(app, "add", "bea@example.org", "--password-stdin", typed=PASSWORD)
    users(app, "role", "bea@example.org", "admin")
    users(app, "disable", ADA)
    assert users(app, "list").output == (
        "admin   ada@example.org  disabled\nadmin   bea@example.org\n"
    )
    users(app, "enable", ADA)
    assert "disabled" not in users(app, "list").output


@pytest.mark.usefixtures("ada")
def test_the_link_for_a_new_password_works_once(app: Flask) -> None:
    result = users(app, "reset", ADA, "--two-factor")
    link = re.fullmatch(r"http://127\.0\.0\.1:8000(/admin/reset/\S+)\n", result.output)
    assert link
    new = "eight blue kites drift"
    browser = Browser(app.test_client())
    form = {"password": new, "password_confirm": new}
    assert browser.send(urlsplit(link[1]).path, **form).status_code == 303
    assert browser.client.get(link[1]).status_code == 410
    browser.sign_in(ADA, new)
    assert browser.is_signed_in

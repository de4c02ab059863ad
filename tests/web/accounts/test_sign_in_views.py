"""Sign-in and sign-out: limits, audit log, end of sessions."""

import time

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.support.form_browser import PASSWORD, Browser, make_user
from tests.support.sign_in import csrf_token
from web.accounts import service as accounts
from web.core.audit import TERMINAL, AuditEntry
from web.core.database import db, reading, writing

ADA = "ada@example.org"


@pytest.fixture
def browser(app: Flask) -> Browser:
    make_user(app, ADA, "editor")
    return Browser(app.test_client())


def deeds(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context(), reading(db.session):
        entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.who, entry.action, entry.subject) for entry in entries]


def test_signing_in_and_out(app: Flask, browser: Browser) -> None:
    response = browser.sign_in("  Ada@Example.org")
    assert response.status_code == 302
    assert response.headers["Location"] == "/admin/"
    assert browser.is_signed_in
    assert browser.send("/admin/logout", page="/admin/account").status_code == 302
    assert not browser.is_signed_in
    assert deeds(app)[1:] == [(ADA, "sign-in", f"user {ADA}"), (ADA, "sign-out", f"user {ADA}")]


def test_signing_in_leads_back_to_where_one_was(browser: Browser) -> None:
    redirect = browser.client.get("/admin/account?x=1")
    assert redirect.status_code == 302
    response = browser.send(redirect.headers["Location"], email=ADA, password=PASSWORD)
    assert response.headers["Location"] == "/admin/account?x=1"
    browser.send("/admin/logout", page="/admin/account")
    away = "/admin/login?next=https://evil.example/"
    response = browser.send(away, email=ADA, password=PASSWORD)
    assert "evil" not in response.headers["Location"]


@pytest.mark.parametrize("email", [ADA, "nobody@example.org"])
def test_a_refusal_tells_nothing_and_is_written_down(
    app: Flask, browser: Browser, email: str
) -> None:
    response = browser.sign_in(email, "not the password at all")
    page = response.get_data(as_text=True)
    assert "The email address or the password is wrong." in page
    assert not browser.is_signed_in
    who, action, subject = deeds(app)[-1]
    assert (who, action) == ("nobody", "sign-in.fail")
    assert subject == (f"user {ADA}" if email == ADA else "an unknown address")
    with app.app_context(), reading(db.session):
        stored = " ".join(str(e.details) for e in db.session.scalars(sa.select(AuditEntry)))
    assert "not the password" not in stored


def test_a_copy_of_the_cookie_is_of_no_use_after_signing_out(app: Flask, browser: Browser) -> None:
    browser.sign_in(ADA)
    copy = Browser(app.test_client())
    cookie = browser.client.get_cookie("recollect_session", path="/admin")
    assert cookie
    copy.client.set_cookie("recollect_session", cookie.value, path="/admin")
    assert copy.is_signed_in
    browser.send("/admin/logout", page="/admin/account")
    assert not copy.is_signed_in


def test_who_is_disabled_is_signed_out_and_comes_in_no_more(app: Flask, browser: Browser) -> None:
    browser.sign_in(ADA)
    with app.app_context(), writing(db.session):
        accounts.disable(db.session, TERMINAL, accounts.named(db.session, ADA))
    assert not browser.is_signed_in
    browser.sign_in(ADA)
    assert not browser.is_signed_in
    with app.app_context(), writing(db.session):
        accounts.enable(db.session, TERMINAL, accounts.named(db.session, ADA))
    assert not browser.is_signed_in, "the old session stays ended"
    browser.sign_in(ADA)
    assert browser.is_signed_in


def test_guessing_is_slowed_down_for_one_account(app: Flask, browser: Browser) -> None:
    for _ in range(10):
        assert browser.sign_in(ADA, "wrong password").status_code == 200
    refused = browser.sign_in(f" {ADA.upper()}")
    assert refused.status_code == 429
    assert "Try again in" in refused.get_data(as_text=True)
    make_user(app, "bea@example.org")
    assert browser.sign_in("bea@example.org").status_code == 302


def test_an_account_has_one_count_however_its_address_is_sent(browser: Browser) -> None:
    token = csrf_token(browser.page("/admin/login"))
    statuses = []
    for number in range(11):
        sent = {"email": [ADA, str(number)], "password": "wrong password"}
        response = browser.client.post("/admin/login", json=sent, headers={"X-CSRFToken": token})
        statuses.append(response.status_code)
    assert statuses == [400] * 10 + [429]
    assert browser.sign_in(ADA).status_code == 429


def test_guessing_is_slowed_down_for_one_address(browser: Browser) -> None:
    statuses = [browser.sign_in(f"u{i}@example.org", "wrong").status_code for i in range(51)]
    assert statuses == [200] * 50 + [429]


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Browser) -> None:
    plain = browser.client.get("/admin/login").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Path=/admin" in plain
    assert "Secure" not in plain
    secure = browser.client.get("/admin/login", base_url="https://localhost")
    assert "Secure" in secure.headers["Set-Cookie"]
    assert "no-store" in secure.headers["Cache-Control"]
    assert "Set-Cookie" not in browser.client.get("/").headers


def test_a_new_password_signs_out_other_browsers(app: Flask, browser: Browser) -> None:
    other = Browser(app.test_client())
    browser.sign_in(ADA)
    other.sign_in(ADA)
    new = "eight blue kites drift"
    form = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    assert browser.send("/admin/change", **form).status_code == 302
    assert browser.is_signed_in
    assert not other.is_signed_in
    other.sign_in(ADA)
    assert not other.is_signed_in
    other.sign_in(ADA, new)
    assert other.is_signed_in
    assert (ADA, "password.change", f"user {ADA}") in deeds(app)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("short", "has 5 characters"),
        ("a" * 20, "repeats itself"),
        (ADA, "is your email address"),
        ("tall herons " * 400, "at most 4,096 characters"),
    ],
)
def test_a_bad_password_is_refused_with_a_sentence(
    browser: Browser, password: str, problem: str
) -> None:
    browser.sign_in(ADA)
    form = {"password": PASSWORD, "new_password": password, "new_password_confirm": password}
    assert problem in browser.send("/admin/change", **form).get_data(as_text=True)


@pytest.mark.parametrize("email", [ADA, "nobody@example.org"])
def test_a_password_that_is_too_long_is_told_and_counted(browser: Browser, email: str) -> None:
    statuses = [browser.sign_in(email, "x" * 5000).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    browser = Browser(browser.client.application.test_client())
    assert "at most 4,096 characters" in browser.sign_in("eve@x", "x" * 5000).text


def grow_stale(browser: Browser) -> None:
    """Set the clock to 16 minutes after the password."""
    with browser.client.session_transaction(path="/admin/") as session:
        session["fs_paa"] = time.time() - 16 * 60


def test_what_is_dangerous_asks_for_the_password_and_keeps_what_was_typed(
    app: Flask, browser: Browser
) -> None:
    browser.sign_in(ADA)
    grow_stale(browser)
    typed = {"name": "<nightly & co>", "scope": "viewer", "days": "30"}
    refusal = browser.send("/admin/account/tokens", page="/admin/account", **typed)
    page = refusal.get_data(as_text=True)
    assert refusal.status_code == 401
    assert 'name="name" value="&lt;nightly &amp; co&gt;"' in page
    wrong = browser.send(
        "/admin/account/tokens", page="/admin/account", **typed, password_again="wrong"
    )
    assert wrong.status_code == 401
    assert "That is not your password." in wrong.get_data(as_text=True)
    done = browser.send(
        "/admin/account/tokens", page="/admin/account", **typed, password_again=PASSWORD
    )
    assert done.status_code == 303
    assert "&lt;nightly &amp; co&gt;" in browser.page("/admin/account")
    again = browser.send("/admin/account/tokens", page="/admin/account", **typed)
    assert again.status_code == 303, "now it is fresh"


def test_a_dangerous_page_comes_back_after_the_password(browser: Browser) -> None:
    browser.sign_in(ADA)
    grow_stale(browser)
    redirect = browser.client.get("/admin/mf-recovery-codes")
    assert redirect.headers["Location"] == "/admin/verify?next=/admin/mf-recovery-codes"
    response = browser.send(redirect.headers["Location"], password=PASSWORD)
    assert response.headers["Location"] == "/admin/mf-recovery-codes"
    assert browser.client.get("/admin/mf-recovery-codes").status_code == 200


def test_a_program_learns_what_to_do_about_the_password(browser: Browser) -> None:
    browser.sign_in(ADA)
    grow_stale(browser)
    response = browser.client.get(
        "/admin/mf-recovery-codes", headers={"Accept": "application/json"}
    )
    assert response.status_code == 401
    assert "/admin/verify" in response.json["detail"]  # type: ignore[index]


def test_guessing_the_password_again_is_slowed_down(browser: Browser) -> None:
    browser.sign_in(ADA)
    grow_stale(browser)
    statuses = [
        browser.send(
            "/admin/account/tokens", page="/admin/account", password_again="wrong"
        ).status_code
        for _ in range(11)
    ]
    assert statuses == [401] * 10 + [429]


def test_who_may_not_learns_who_can_help(app: Flask, browser: Browser) -> None:
    make_user(app, "boss@example.org", "admin")
    browser.sign_in(ADA)
    refused = browser.client.get("/admin/users")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 403
    assert "Only admins may do this, and ada@example.org is an editor." in page
    assert "An admin can change that: boss@example.org." in page
    assert 'aria-label="Admin pages"' in page, "the navigation stays"

"""Codes of an authenticator app, and recovery codes, from the form to the database."""

import hmac
import os
import re
import subprocess
import sys
import time
from base64 import b32encode, b64encode
from pathlib import Path
from threading import Barrier, Thread

import pyotp
import pytest
from flask import Flask

from tests.conftest import SECRET_KEY
from tests.support.form_browser import PASSWORD, Browser, make_user
from tests.support.sign_in import csrf_token
from web.accounts import service as accounts
from web.accounts.tables import User
from web.core.audit import TERMINAL
from web.core.database import db, reading, writing

ADA = "ada@example.org"


@pytest.fixture
def browser(app: Flask) -> Browser:
    make_user(app, ADA)
    browser = Browser(app.test_client())
    browser.sign_in(ADA)
    return browser


def set_up(browser: Browser) -> pyotp.TOTP:
    """Turn two-factor sign-in on, and return the authenticator app."""
    response = browser.send("/admin/tf-setup", setup="authenticator")
    assert "img-src 'self' data:" in response.headers["Content-Security-Policy"]
    page = response.get_data(as_text=True)
    assert 'src="data:image/svg+xml;base64,' in page
    key = re.search(r'<code class="break">([A-Z0-9 -]+)</code>', page)
    confirm = re.search(r'action="(/admin/tf-setup/[^"]+)"', page)
    assert key
    assert confirm
    app = pyotp.TOTP(re.sub("[ -]", "", key[1]))
    done = browser.send(confirm[1], page="/admin/account", code=app.now())
    assert done.headers["Location"] == "/admin/account"
    return app


def sign_out(browser: Browser) -> None:
    browser.send("/admin/logout", page="/admin/account")


def user(app: Flask) -> User:
    with app.app_context(), reading(db.session):
        return accounts.named(db.session, ADA)


def test_signing_in_takes_a_code_which_is_good_once(app: Flask, browser: Browser) -> None:
    totp = set_up(browser)
    assert "On, but you have no recovery codes" in browser.page("/admin/account")
    sign_out(browser)
    response = browser.sign_in(ADA)
    assert response.headers["Location"].startswith("/admin/tf-validate")
    assert not browser.is_signed_in
    used = totp.at((user(app).tf_last_counter or 0) * 30)
    refused = browser.send("/admin/tf-validate", code=used)
    assert "was used before" in refused.get_data(as_text=True)
    wrong = browser.send("/admin/tf-validate", code="abcdef")
    assert wrong.status_code == 200
    response = browser.send("/admin/tf-validate", code=totp.at(time.time() + 30))
    assert response.headers["Location"] == "/admin/"
    assert browser.is_signed_in


def test_a_recovery_code_is_good_once(app: Flask, browser: Browser) -> None:
    set_up(browser)
    page = browser.send("/admin/mf-recovery-codes").get_data(as_text=True)
    codes = re.findall(r"<li>([0-9a-f-]+)</li>", page)
    assert len(codes) == 10
    for expected in (True, False):
        sign_out(browser)
        browser.sign_in(ADA)
        browser.send("/admin/mf-recovery", code=f" {codes[0].upper()} ")
        assert browser.is_signed_in == expected
    browser.send("/admin/mf-recovery", code=codes[1])
    assert "8 recovery codes left" in browser.page("/admin/account")
    assert not set(codes) & set(user(app).mf_recovery_codes or ())


def test_the_database_alone_makes_no_codes(app: Flask, browser: Browser) -> None:
    totp = set_up(browser)
    stored = user(app).tf_totp_secret
    assert stored
    key = totp.byte_secret()
    for plain in (key.hex(), totp.secret, b64encode(key).decode(), key.decode("latin-1")):
        assert plain.lower() not in stored.lower()


def test_an_app_of_version_0_3_still_signs_in(app: Flask, browser: Browser) -> None:
    number = "a1" * 20
    key = hmac.digest(SECRET_KEY.encode(), f"authenticator {number}".encode(), "sha256")[:20]
    set_up(browser)
    sign_out(browser)
    with app.app_context(), writing(db.session):
        ada = accounts.named(db.session, ADA)
        ada.tf_totp_secret, ada.tf_last_counter, ada.mf_recovery_codes = number, None, ["f" * 64]
    browser.sign_in(ADA)
    for path in ("/admin/mf-recovery", "/admin/tf-validate"):
        refused = browser.send(path, code="0000-0000-0000")
        assert refused.status_code == 200
        assert not browser.is_signed_in
    browser.send("/admin/tf-validate", code=pyotp.TOTP(b32encode(key).decode()).now())
    assert browser.is_signed_in
    assert "On, but you have no recovery codes" in browser.page("/admin/account")
    assert number not in str(user(app).tf_totp_secret)


def test_it_can_be_turned_off(app: Flask, browser: Browser) -> None:
    set_up(browser)
    browser.send("/admin/mf-recovery-codes")
    assert browser.send("/admin/tf-setup", setup="disable").status_code == 302
    there = user(app)
    assert (there.tf_totp_secret, there.mf_recovery_codes) == (None, None)
    sign_out(browser)
    browser.sign_in(ADA)
    assert browser.is_signed_in


def test_an_admin_can_turn_it_off_for_who_lost_everything(app: Flask, browser: Browser) -> None:
    set_up(browser)
    sign_out(browser)
    with app.app_context(), writing(db.session):
        accounts.drop_two_factor(db.session, TERMINAL, accounts.named(db.session, ADA))
    browser.sign_in(ADA)
    assert browser.is_signed_in


def test_guessing_codes_is_slowed_down(browser: Browser) -> None:
    set_up(browser)
    sign_out(browser)
    browser.sign_in(ADA, PASSWORD)
    statuses = [browser.send("/admin/tf-validate", code="000000").status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def test_the_second_step_needs_the_first(browser: Browser) -> None:
    sign_out(browser)
    for path in ("/admin/tf-validate", "/admin/mf-recovery", "/admin/tf-rescue"):
        assert "<h1" in browser.page(path)
        assert "Email address" in browser.page(path), path


def test_of_two_with_the_same_recovery_code_one_signs_in(app: Flask, browser: Browser) -> None:
    set_up(browser)
    page = browser.send("/admin/mf-recovery-codes").get_data(as_text=True)
    code = re.findall(r"<li>([0-9a-f-]+)</li>", page)[0]
    sign_out(browser)
    both = [Browser(app.test_client()) for _ in range(2)]
    forms = []
    for other in both:
        other.sign_in(ADA)
        forms.append({"code": code, "csrf_token": csrf_token(other.page("/admin/mf-recovery"))})
    start = Barrier(2)

    def click(other: Browser, form: dict[str, str]) -> None:
        start.wait()
        other.client.post("/admin/mf-recovery", data=form)

    threads = [Thread(target=click, args=pair) for pair in zip(both, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.is_signed_in for other in both].count(True) == 1


def test_an_application_has_no_ciphers_until_a_second_factor_is_used(tmp_path: Path) -> None:
    statement = (
        "import sys, web; app = web.create_app()\n"
        "name = 'cryptography.hazmat.bindings._rust'\n"
        "assert name not in sys.modules\n"
        "secret = app.extensions['security'].totp_factory.generate_totp_secret()\n"
        "assert secret.startswith('{')\n"
        "assert name in sys.modules\n"
    )
    environ = os.environ | {"RECOLLECT_INSTANCE": str(tmp_path)}
    subprocess.run([sys.executable, "-c", statement], check=True, env=environ)

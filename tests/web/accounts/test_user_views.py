"""Pages of users, and of the own account."""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.support.form_browser import PASSWORD, Browser, make_user
from web.accounts.tables import User


@pytest.fixture
def boss(app: Flask) -> Browser:
    """Browser of an admin."""
    make_user(app, "boss@example.org", "admin")
    browser = Browser(app.test_client())
    browser.sign_in("boss@example.org")
    return browser


@pytest.fixture
def ada(app: Flask) -> User:
    return make_user(app, "ada@example.org")


def link_on(page: str) -> str:
    match = re.search(r"(http://127\.0\.0\.1:8000/admin/reset/\S+)", page)
    assert match
    return urlsplit(match[1]).path


def test_an_admin_invites_somebody_who_chooses_a_password(app: Flask, boss: Browser) -> None:
    boss.send("/admin/users", email="New@example.org", role="editor")
    link = link_on(boss.page("/admin/users"))
    guest = Browser(app.test_client())
    assert "new@example.org" in guest.page(link)
    short = guest.send(link, password="short", password_confirm="short")
    assert "has 5 characters" in short.get_data(as_text=True)
    done = guest.send(link, password=PASSWORD, password_confirm=PASSWORD)
    assert done.headers["Location"] == "/admin/login"
    guest.sign_in("new@example.org")
    assert "new@example.org, editor" in guest.page("/admin/account")


def test_a_link_for_a_new_password_is_good_once_and_ends_sessions(
    app: Flask, boss: Browser, ada: User
) -> None:
    browser = Browser(app.test_client())
    browser.sign_in(ada.email)
    boss.send(f"/admin/users/{ada.id}/reset", page=f"/admin/users/{ada.id}")
    link = link_on(boss.page(f"/admin/users/{ada.id}"))
    guest = Browser(app.test_client())
    assert guest.send(link, password=PASSWORD, password_confirm=PASSWORD).status_code == 303
    assert not browser.is_signed_in
    used = guest.client.get(link)
    assert used.status_code == 410
    assert "was used already" in used.get_data(as_text=True)


def test_an_admin_changes_a_role_and_disables(app: Flask, boss: Browser, ada: User) -> None:
    path = f"/admin/users/{ada.id}"
    boss.send(f"{path}/role", page=path, role="editor")
    assert "ada@example.org has the role editor now." in boss.page(path)
    boss.send(f"{path}/role", page=path, role="king")
    assert "Choose one of the roles" in boss.page("/admin/users")
    boss.send(f"{path}/disable", page=path)
    assert "is disabled and signed out" in boss.page(path)
    assert ">ada@example.org</a>" in boss.page("/admin/users?state=disabled")
    assert ">boss@example.org</a>" not in boss.page("/admin/users?state=disabled")
    boss.send(f"{path}/enable", page=path)
    assert "may sign in again" in boss.page(path)


def test_the_last_admin_learns_why_not(boss: Browser) -> None:
    boss.send("/admin/users/1/disable", page="/admin/users/1")
    assert "is the last admin, and cannot be disabled" in boss.page("/admin/users")


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/admin/account/tokens", "/admin/account"),
        ("/admin/account/tokens/7/revoke", "/admin/account"),
        ("/admin/users", "/admin/users"),
        ("/admin/users/1/role", "/admin/users/1"),
    ],
)
def test_a_refused_form_leads_back_to_its_page(boss: Browser, path: str, page: str) -> None:
    refused = boss.send(path, page=page, role="emperor", scope="emperor")
    assert (refused.status_code, refused.headers["Location"]) == (303, page)


def test_an_empty_list_says_what_to_do(boss: Browser) -> None:
    for path in ("/admin/users", "/admin/audit"):
        assert "clear the filters" in boss.page(f"{path}?q=zebra")


def test_odd_addresses_are_no_errors(boss: Browser) -> None:
    boss.page("/admin/users?after=x&sort=newest&state=odd&role=odd")
    boss.page("/admin/users?q=%00&after=%00")
    boss.page(f"/admin/users?sort=newest&after={10**30}")
    assert boss.client.get(f"/admin/users/{10**30}").status_code == 303
    boss.page("/admin/audit?q=%00&who=%00&after=999999999999999")
    boss.page("/admin/audit?after=x&first=yesterday&last=2026-13-01")


def test_a_token_is_shown_once_and_works(app: Flask, boss: Browser, ada: User) -> None:
    boss.send("/admin/account/tokens", page="/admin/account", name="ci", scope="admin", days="30")
    shown = re.search(r"recollect_[\w-]{43}", boss.page("/admin/account"))
    assert shown
    assert "recollect_" not in boss.page("/admin/account")
    headers = {"Authorization": f"Bearer {shown[0]}"}
    program = app.test_client()
    assert program.get("/admin/users", headers=headers).status_code == 200
    changed = program.post(f"/admin/users/{ada.id}/role", headers=headers, data={"role": "editor"})
    assert changed.status_code == 303, "no token of a page, and no password again"
    refused = program.post(f"/admin/users/{ada.id}/role", headers=headers)
    assert refused.status_code == 422
    assert "Choose one of the roles" in refused.json["detail"]  # type: ignore[index]
    page = boss.page("/admin/account")
    assert 'Last used">never' not in page
    token_id = re.search(r"/admin/account/tokens/(\d+)/revoke", page)
    assert token_id
    boss.send(token_id[0], page="/admin/account")
    assert program.get("/admin/users", headers=headers).status_code == 401


def test_the_audit_log_tells_who_did_what(boss: Browser, ada: User) -> None:
    boss.send(f"/admin/users/{ada.id}/role", page=f"/admin/users/{ada.id}", role="editor")
    page = boss.page("/admin/audit?who=boss@example.org&action=user.role")
    row = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.partition("<tbody>")[2]))
    assert "boss@example.org user.role user ada@example.org from: viewer, to: editor" in row
    assert "user.add" not in row


def test_the_set_up_page_makes_one_account_and_is_gone(app: Flask) -> None:
    from web.accounts import links
    from web.core.database import db

    with app.app_context(), db.sessionmaker.begin() as session:
        token = links.make_setup_token(session)
    browser = Browser(app.test_client())
    assert "There is no account yet" in browser.page("/admin/login")
    link = f"/admin/setup?token={token}"
    assert browser.client.get("/admin/setup?token=wrong").status_code == 404
    form = {"email": "me@example.org", "password": PASSWORD, "password_confirm": PASSWORD}
    assert "is not an email address" in browser.send(link, **form | {"email": "me"}).text
    own = {"email": " me@my.example.org ", "password": "me@my.example.org"}
    own["password_confirm"] = own["password"]
    assert "is your email address" in browser.send(link, **own).text
    assert browser.send(link, **form).headers["Location"] == "/admin/"
    assert "me@example.org, admin" in browser.page("/admin/account"), "signed in at once"
    assert '<td data-label="Deed">sign-in' in browser.page("/admin/audit")
    for used in (link, "/admin/setup?token=wrong"):
        answer = browser.client.get(used)
        assert answer.status_code == 410
        assert "There is an account already" in answer.text
    again = Browser(app.test_client())
    again.sign_in("me@example.org")
    assert "me@example.org, admin" in again.page("/admin/account")
    assert "There is no account yet" not in Browser(app.test_client()).page("/admin/login")


def test_forms_of_one_link_do_not_count_for_another(
    app: Flask, boss: Browser, ada: User, capsys: pytest.CaptureFixture[str]
) -> None:
    boss.send(f"/admin/users/{ada.id}/reset", page=f"/admin/users/{ada.id}")
    link = link_on(boss.page(f"/admin/users/{ada.id}"))
    stranger = Browser(app.test_client())
    for _ in range(11):
        stranger.send("/admin/reset/guessed", page="/admin/login")
    guest = Browser(app.test_client())
    assert guest.send(link, password=PASSWORD, password_confirm=PASSWORD).status_code == 303
    assert link.rpartition("/")[2] not in capsys.readouterr().err, "the log holds no links"


def test_a_day_without_an_end_is_none(boss: Browser) -> None:
    assert "sign-in" in boss.page("/admin/audit?last=9999-12-31")


@pytest.mark.parametrize("name", ["endpoint", "_anchor", "_scheme", "_method", "number"])
@pytest.mark.parametrize("page", ["conversations", "users", "inbox", "examples"])
def test_an_address_cannot_change_where_links_lead(boss: Browser, page: str, name: str) -> None:
    address = f"/admin/{page}?{name}=javascript"
    assert "javascript:" not in boss.page(address)


@pytest.mark.parametrize("address", ["inbox/decide", "examples/1"])
def test_a_form_leads_back_within_the_admin_pages(boss: Browser, address: str) -> None:
    sent = boss.send(f"/admin/{address}?_scheme=javascript&endpoint=x", page="/admin/account")
    assert sent.headers["Location"].startswith(f"/admin/{address.split('/')[0]}")

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from web.accounts import links, tokens
from web.accounts import service as accounts
from web.accounts.credentials import PasswordError
from web.accounts.service import AccountError, UserFilter
from web.accounts.tables import ApiToken, Role, User
from web.core.audit import AuditEntry, AuditFilter, entries, note
from web.core.database import db, utc_now, writing
from web.core.paging import Cursor
from web.core.settings import Settings

PASSWORD = "seven grey herons wade"
Make = Callable[..., User]


@pytest.fixture
def make(session: Session) -> Make:
    """Factory of users, each in a transaction of its own."""

    def make(email: str, role: Role = "viewer") -> User:
        with session.begin():
            return accounts.add(session, "terminal", email, PASSWORD, role)

    return make


def test_an_address_is_one_account_however_it_is_written(session: Session, make: Make) -> None:
    assert make(" Ada@Example.org ").email == "ada@example.org"
    with pytest.raises(AccountError, match="already"), session.begin():
        accounts.add(session, "terminal", "ADA@example.org", PASSWORD, "viewer")
    assert make("admin@localhost").email == "admin@localhost"
    with pytest.raises(AccountError, match="“ada” is not an email address"), session.begin():
        accounts.add(session, "terminal", "ada", PASSWORD, "viewer")
    with pytest.raises(PasswordError, match="has 5 characters"), session.begin():
        accounts.add(session, "terminal", "bea@example.org", "short", "viewer")


def test_of_many_at_the_same_moment_one_adds_the_user(app: Flask) -> None:
    start, results = Barrier(6), []

    def click(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with writing(db.session) as session:
                    accounts.invite(session, f"admin {number}", "ada@example.org", "viewer")
                results.append("added")
            except AccountError as error:
                results.append(str(error))

    threads = [Thread(target=click, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [*["There is a user ada@example.org already."] * 5, "added"]


def test_passwords_are_stored_by_argon2(make: Make) -> None:
    assert make("ada@example.org").password.startswith("$argon2id$")


def test_a_password_costs_19_mebibytes_and_two_passes(
    real_passwords: None, make_app: Callable[[Settings], Flask], settings: Settings
) -> None:
    with make_app(settings).app_context():
        assert hash_password(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_last_active_admin_stays(session: Session, make: Make) -> None:
    ada, bea = make("ada@example.org", "admin"), make("bea@example.org", "admin")
    with session.begin():
        accounts.disable(session, "terminal", bea)
    deeds: tuple[Callable[[], None], ...] = (
        lambda: accounts.disable(session, "terminal", ada),
        lambda: accounts.change_role(session, "terminal", ada, "editor"),
    )
    for deed in deeds:
        with pytest.raises(AccountError, match="is the last admin"), session.begin():
            deed()
    with session.begin():
        accounts.enable(session, "terminal", bea)
        accounts.change_role(session, "terminal", ada, "editor")
    with session.begin():
        assert accounts.admins(session) == ["bea@example.org"]


def test_users_are_found_sorted_and_paged(
    session: Session, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.core.paging.read_page.__defaults__", (None, 2))
    for name in ("cy", "ada", "b_a", "bxa"):
        make(f"{name}@example.org")
    with session.begin():
        first = accounts.users(session, UserFilter())
        second = accounts.users(session, UserFilter(cursor=Cursor(after=first.next or "")))
        newest = accounts.users(session, UserFilter(sort="-added"))
        matches = accounts.users(session, UserFilter(search="B_A"))
        none = accounts.users(session, UserFilter(active=False))
    assert [[user.email[:3] for user in page.rows] for page in (first, second, newest)] == [
        ["ada", "b_a"],
        ["bxa", "cy@"],
        ["bxa", "b_a"],
    ]
    assert second.next is None
    assert [user.email for user in matches.rows] == ["b_a@example.org"]
    assert none.rows == ()


def test_only_the_first_account_is_made_by_a_link(session: Session) -> None:
    with session.begin():
        token, other = links.make_setup_token(session), links.make_setup_token(session)
        assert token
        assert other
        assert not links.is_valid(session, token[:-1])
        assert token not in str(session.scalars(sa.text("SELECT sha256 FROM setup_links")).all())
    with pytest.raises(PasswordError), session.begin():
        links.make(session, token, "ada@example.org", "short")
    with session.begin():
        assert links.is_valid(session, other)
        assert links.make(session, token, "ada@example.org", PASSWORD)
    with session.begin():
        assert not links.is_valid(session, other)
        assert links.make(session, other, "bea@example.org", PASSWORD) is None
        assert links.make_setup_token(session) is None
        assert accounts.admins(session) == ["ada@example.org"]


def holder_of(session: Session, secret: str) -> Role | None:
    with session.begin():
        holder = tokens.holder(session, secret)
    return holder.scope if holder else None


def test_a_token_ends_when_it_must(session: Session, make: Make) -> None:
    make("boss@example.org", "admin")
    ada = make("ada@example.org", "admin")
    with session.begin():
        secret = tokens.create(session, ada, "nightly", "admin", 1)
    assert holder_of(session, secret) == "admin"
    assert holder_of(session, secret.swapcase()) is None
    with session.begin():
        accounts.change_role(session, "terminal", ada, "viewer")
    assert holder_of(session, secret) == "viewer", "never more than its user"
    with session.begin():
        accounts.disable(session, "terminal", ada)
    assert holder_of(session, secret) is None
    with session.begin():
        accounts.enable(session, "terminal", ada)
        session.execute(sa.update(ApiToken).values(expires_at=utc_now()))
    assert holder_of(session, secret) is None, "expired"
    with session.begin():
        session.execute(sa.update(ApiToken).values(expires_at=None))
    assert holder_of(session, secret) == "viewer"
    with session.begin():
        tokens.revoke(session, ada, tokens.of_user(session, ada.id)[0].id)
    assert holder_of(session, secret) is None
    with session.begin():
        stored = session.scalars(sa.select(ApiToken)).one()
        assert tokens.of_user(session, ada.id) == []
    assert secret not in str(vars(stored))


def test_nobody_gives_a_token_more_than_they_have(session: Session, make: Make) -> None:
    ada, bea = make("ada@example.org", "editor"), make("bea@example.org")
    for name, scope, days in (("n", "admin", 1), ("", "viewer", 1), ("n", "viewer", 0)):
        with pytest.raises(AccountError), session.begin():
            tokens.create(session, ada, name, scope, days)  # type: ignore[arg-type]
    with session.begin():
        tokens.create(session, ada, "mine", "editor", None)
        (token,) = tokens.of_user(session, ada.id)
    with pytest.raises(AccountError, match="no such token"), session.begin():
        tokens.revoke(session, bea, token.id)


def test_the_audit_log_is_only_added_to(session: Session) -> None:
    with session.begin():
        note(session, "ada", "model.activate", "model version 7")
    for statement in (
        sa.update(AuditEntry).values(who="eve"),
        sa.delete(AuditEntry),
        sa.text("DELETE FROM audit_entries"),
    ):
        with pytest.raises(sa.exc.DBAPIError, match="only added to"), session.begin():
            session.execute(statement)
    with session.begin():
        assert session.scalars(sa.select(AuditEntry.who)).all() == ["ada"]


def test_audit_entries_are_found_and_paged(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.core.paging.read_page.__defaults__", (None, 2))
    with session.begin():
        for number in (1, 2, 3):
            note(session, "ada", "model.activate", f"model version {number}")
        note(session, "bea", "user.add", "user 100%@example.org")
    today = utc_now().date()

    def found(**filters: object) -> list[str]:
        with session.begin():
            page = entries(session, AuditFilter(**filters))  # type: ignore[arg-type]
        return [entry.subject[-3:] for entry in page.rows]

    with session.begin():
        first = entries(session, AuditFilter(who="ada"))
    assert [entry.subject for entry in first.rows] == ["model version 3", "model version 2"]
    assert found(who="ada", cursor=Cursor(after=first.next or "")) == ["n 1"]
    assert found(sort="time", action="model.activate") == ["n 1", "n 2"]
    assert found(search="VERSION 2") == ["n 2"]
    assert found(search="%@") == ["org"]
    assert found(first=today, last=today, who="bea") == ["org"]
    assert found(last=today.replace(year=today.year - 1)) == []

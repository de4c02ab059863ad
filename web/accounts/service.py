"""Accounts of users: look-up, addition, roles, state."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

import sqlalchemy as sa
from flask_security import hash_password
from sqlalchemy.orm import Session

from web.accounts.credentials import PasswordError, is_address, normal, problem_of
from web.accounts.tables import LARGEST_ID, Role, User
from web.core.audit import note
from web.core.errors import RefusedError
from web.core.locks import take_turn
from web.core.paging import Cursor, Page, read_page, sort_by
from web.http.translation import _, later

LAST_LOWERED = later(
    "%(email)s is the last admin, and cannot be made less than an admin. Make somebody else an"
    " admin first."
)
LAST_DISABLED = later(
    "%(email)s is the last admin, and cannot be disabled. Make somebody else an admin first."
)


EDITING_ENDS: set[Callable[[Session, str], None]] = set()
"""Functions for the address of a user who may edit no more, within the transaction; features add
theirs, which accounts do not know."""


class AccountError(RefusedError):
    """An action on an account is impossible; the sentence gives the reason."""


@dataclass(frozen=True, slots=True)
class UserFilter:
    """Filter, order and page of the list of users; None and empty values filter nothing."""

    search: str = ""
    role: str = ""
    active: bool | None = None
    sort: str = "email"
    cursor: Cursor = field(default_factory=Cursor)


def users(session: Session, filters: UserFilter) -> Page[User]:
    """Page of the filtered users, by address unless `sort` differs."""
    statement = sa.select(User)
    if filters.search:
        statement = statement.where(User.email.icontains(filters.search, autoescape=True))
    if filters.role:
        statement = statement.where(User.role == filters.role)
    if filters.active is not None:
        statement = statement.where(User.active == filters.active)
    columns = {"email": User.email, "role": User.role, "added": User.created_at}
    sort = sort_by(filters.sort, columns, User.id, "email")
    return read_page(session, statement, sort, filters.cursor).map(lambda row: row[0])


def everybody(session: Session) -> list[User]:
    """All users, by address."""
    return list(session.scalars(sa.select(User).order_by(User.email)))


def anybody(session: Session) -> bool:
    """True where an account exists."""
    return session.scalar(sa.select(User.id).limit(1)) is not None


def admins(session: Session) -> list[str]:
    """Addresses of the active admins, in order."""
    active = sa.select(User.email).where(User.role == "admin", User.active)
    return list(session.scalars(active.order_by(User.email)))


def named(session: Session, email: str) -> User:
    """User with the address; raises AccountError for an unknown address."""
    user = session.scalar(sa.select(User).where(User.email == normal(email)))
    if user is None:
        raise AccountError(
            _("There is no user %(email)s. `flask users list` prints them all.", email=email)
        )
    return user


def numbered(session: Session, user_id: int) -> User:
    """User with the number; raises AccountError for an unknown number."""
    user = session.get(User, user_id) if user_id <= LARGEST_ID else None
    if user is None:
        raise AccountError(_("This user is not there any more."))
    return user


def add(session: Session, who: str, email: str, password: str, role: Role) -> User:
    """Make a user; raises AccountError or PasswordError."""
    if not is_address(email):
        raise AccountError(_("“%(email)s” is not an email address.", email=email))
    email = normal(email)
    take_turn(session, "accounts")
    if session.scalar(sa.select(User.id).where(User.email == email)) is not None:
        raise AccountError(_("There is a user %(email)s already.", email=email))
    if problem := problem_of(password, email):
        raise PasswordError(problem)
    user = User(email=email, password=hash_password(password), role=role)
    session.add(user)
    session.flush()
    note(session, who, "user.add", f"user {email}", role=role)
    return user


def invite(session: Session, who: str, email: str, role: Role) -> User:
    """Make a user without a usable password, to be chosen by a link; raises AccountError."""
    return add(session, who, email, secrets.token_urlsafe(32), role)


def change_role(session: Session, who: str, user: User, role: Role) -> None:
    """Change the role of the user, from the next request on; raises AccountError."""
    if user.role == role:
        return
    if user.role == "admin":
        _keep_an_admin(session, user, LAST_LOWERED)
    note(session, who, "user.role", f"user {user.email}", **{"from": user.role, "to": role})
    user.role = role
    if not user.may("editor"):
        _end_editing(session, user)


def disable(session: Session, who: str, user: User) -> None:
    """Disable the user, and end the sessions and tokens; raises AccountError."""
    if user.active:
        if user.role == "admin":
            _keep_an_admin(session, user, LAST_DISABLED)
        user.active = False
        # A cookie that was kept is of no use when the user is enabled again.
        user.fs_uniquifier = new_uniquifier()
        note(session, who, "user.disable", f"user {user.email}")
        _end_editing(session, user)


def enable(session: Session, who: str, user: User) -> None:
    """Enable the user again."""
    if not user.active:
        user.active = True
        note(session, who, "user.enable", f"user {user.email}")


def drop_two_factor(session: Session, who: str, user: User) -> None:
    """Turn two-factor sign-in off, for a user without phone and recovery codes."""
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = None
    user.mf_recovery_codes = None
    note(session, who, "two-factor.drop", f"user {user.email}")


def new_uniquifier() -> str:
    """New `fs_uniquifier`: ends all sessions and links of the user."""
    return uuid4().hex


def _end_editing(session: Session, user: User) -> None:
    for end in EDITING_ENDS:
        end(session, user.email)


def _keep_an_admin(session: Session, user: User, sentence: str) -> None:
    others = sa.select(User.id).where(User.role == "admin", User.active).with_for_update()
    if set(session.scalars(others)) <= {user.id}:
        raise AccountError(_(sentence, email=user.email))

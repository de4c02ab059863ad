"""Links for making the first account or setting a password."""

import secrets

import sqlalchemy as sa
from flask_security import hash_password
from flask_security.proxies import _security
from flask_security.recoverable import reset_password_token_status
from sqlalchemy.orm import Session

from web.accounts import service as accounts
from web.accounts.service import new_uniquifier
from web.accounts.tables import SetupLink, User, sha256_of
from web.core.audit import NOBODY, note
from web.core.database import change
from web.core.locks import take_turn


def make_setup_token(session: Session) -> str | None:
    """Store a link for the first account; returns the token, None if an account exists."""
    if accounts.anybody(session):
        return None
    token = secrets.token_urlsafe(32)
    session.add(SetupLink(sha256=sha256_of(token)))
    return token


def is_valid(session: Session, token: str) -> bool:
    """True while the token may make the first account."""
    there = session.get(SetupLink, sha256_of(token)) is not None
    return there and not accounts.anybody(session)


def make(session: Session, token: str, email: str, password: str) -> User | None:
    """Make the first account, of an admin; None where somebody else was first.

    Raises AccountError or PasswordError; the token is then still good.
    """
    take_turn(session, "accounts")
    used = change(session, sa.delete(SetupLink).where(SetupLink.sha256 == sha256_of(token)))
    if not used or accounts.anybody(session):
        return None
    change(session, sa.delete(SetupLink))
    return accounts.add(session, NOBODY, email, password, "admin")


def make_reset_token(session: Session, who: str, user: User) -> str:
    """Token for a new password, good for a day and until the password or the user changes."""
    note(session, who, "password.link", f"user {user.email}")
    return str(_security.reset_serializer.dumps([user.fs_uniquifier]))


def user_of(token: str) -> User | None:
    """User of a token for setting a password; None for a wrong, used or expired token."""
    expired, invalid, user = reset_password_token_status(token)  # type: ignore[no-untyped-call]
    return user if user and user.active and not (expired or invalid) else None


def reset(session: Session, token_user: User, password: str) -> bool:
    """Store the new password, and end all sessions; False where the token was just used."""
    # Of two resets at once, only the first finds the user by the token.
    user = session.scalar(
        sa.select(User)
        .where(User.fs_uniquifier == token_user.fs_uniquifier)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if user is None:
        return False
    user.password = hash_password(password)
    user.fs_uniquifier = new_uniquifier()
    note(session, user.email, "password.reset", f"user {user.email}")
    return True

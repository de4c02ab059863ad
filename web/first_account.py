"""The first account: made by whoever opens the link that the server prints when it starts."""

import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web import accounts
from web.account_models import SetupLink, User, sha256_of
from web.audit import NOBODY
from web.database import change
from web.locks import take_turn


def make_token(session: Session) -> str | None:
    """A new token that may make the first account; None where there is one."""
    if accounts.anybody(session):
        return None
    token = secrets.token_urlsafe(32)
    session.add(SetupLink(sha256=sha256_of(token)))
    return token


def is_valid(session: Session, token: str) -> bool:
    """Whether the token may still make the first account."""
    there = session.get(SetupLink, sha256_of(token)) is not None
    return there and not accounts.anybody(session)


def make(session: Session, token: str, email: str, password: str) -> User | None:
    """Make the first account, an admin's; None where somebody else was first.

    Raises AccountError or PasswordError; the token is then still good.
    """
    take_turn(session, "accounts")
    used = change(session, sa.delete(SetupLink).where(SetupLink.sha256 == sha256_of(token)))
    if not used or accounts.anybody(session):
        return None
    change(session, sa.delete(SetupLink))
    return accounts.add(session, NOBODY, email, password, "admin")

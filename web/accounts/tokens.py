"""API tokens: keys of programs with a scope, stored as hashes."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.accounts.service import AccountError
from web.accounts.tables import LARGEST_ID, ROLES, ApiToken, Role, User, sha256_of
from web.core.audit import note
from web.core.database import change, utc_now
from web.http.numbers import number
from web.http.translation import _, later

PREFIX = "recollect_"
LONGEST_NAME = 80
MOST_DAYS = 3650
USE_IS_NOTED_EVERY = timedelta(minutes=1)


_WITH_ARTICLES = {
    "viewer": later("a viewer"),
    "editor": later("an editor"),
    "admin": later("an admin"),
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Holder of a token: the user, and the scope cut to the role of the user."""

    user: User
    scope: Role
    token_id: int
    is_noted: bool


def create(session: Session, user: User, name: str, scope: Role, days: int | None) -> str:
    """Make a token of the user; returns the secret, stored nowhere.

    `days` until expiry, None for never. Raises AccountError.
    """
    name = name.strip()
    _check(user, name, scope, days)
    secret = PREFIX + secrets.token_urlsafe(32)
    expires = utc_now() + timedelta(days=days) if days else None
    token = ApiToken(
        user_id=user.id, name=name, scope=scope, sha256=sha256_of(secret), expires_at=expires
    )
    session.add(token)
    note(session, user.email, "token.create", f"token {name}", scope=scope, days=days)
    return secret


def _check(user: User, name: str, scope: Role, days: int | None) -> None:
    """Raise AccountError for a token that cannot be."""
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise AccountError(
            _("Give the token a name of at most %(most)d characters.", most=LONGEST_NAME)
        )
    if not user.may(scope):
        raise AccountError(
            _(
                "You are %(a_role)s: your tokens may not be %(scope)s tokens.",
                a_role=a_role(user.role),
                scope=scope,
            )
        )
    if days is not None and not 0 < days <= MOST_DAYS:
        raise AccountError(_("A token is good for 1 to %(most)s days.", most=number(MOST_DAYS)))


def of_user(session: Session, user_id: int) -> list[ApiToken]:
    """Tokens of the user, except revoked tokens, the newest first."""
    statement = sa.select(ApiToken).where(
        ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None)
    )
    return list(session.scalars(statement.order_by(ApiToken.id.desc())))


def revoke(session: Session, user: User, token_id: int) -> None:
    """Revoke a token of the user; raises AccountError where the user has no such token."""
    token = session.get(ApiToken, token_id) if token_id <= LARGEST_ID else None
    if token is None or token.user_id != user.id:
        raise AccountError(_("You have no such token."))
    if token.revoked_at is None:
        token.revoked_at = utc_now()
        note(session, user.email, "token.revoke", f"token {token.name}")


def holder(session: Session, secret: str) -> Holder | None:
    """Holder of the token; None for an unknown, revoked or expired token, or a disabled user."""
    row = session.execute(
        sa.select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(ApiToken.sha256 == sha256_of(secret), ApiToken.revoked_at.is_(None), User.active)
    ).first()
    if row is None:
        return None
    token, user = row
    now = utc_now()
    if token.expires_at is not None and token.expires_at <= now:
        return None
    noted = token.last_used_at is not None and now - token.last_used_at < USE_IS_NOTED_EVERY
    return Holder(user, min(token.scope, user.role, key=ROLES.index), token.id, noted)


def note_use(session: Session, token_id: int) -> None:
    """Store the time of the last use."""
    statement = sa.update(ApiToken).where(ApiToken.id == token_id)
    change(session, statement.values(last_used_at=utc_now()))


def a_role(role: Role) -> str:
    """Role with the article: "a viewer", "an editor"."""
    return _(_WITH_ARTICLES[role])

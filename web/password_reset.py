"""A new password for somebody who forgot theirs, by a link that an admin hands over."""

import sqlalchemy as sa
from flask_security import hash_password
from flask_security.proxies import _security
from flask_security.recoverable import reset_password_token_status
from sqlalchemy.orm import Session

from web.account_models import User
from web.accounts import new_uniquifier
from web.audit import note


def make_token(session: Session, who: str, user: User) -> str:
    """A token that is good for a day, and until the password changes or the user is disabled."""
    note(session, who, "password.link", f"user {user.email}")
    return str(_security.reset_serializer.dumps([user.fs_uniquifier]))


def user_of(token: str) -> User | None:
    """Whose password the token may set; None where it is wrong, used or expired."""
    expired, invalid, user = reset_password_token_status(token)
    return user if user and user.active and not (expired or invalid) else None


def reset(session: Session, token_user: User, password: str) -> bool:
    """Store the new password, and end all sessions; False where the token was just used."""
    # Of two at once only the first finds the user as the token names them.
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

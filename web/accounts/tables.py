"""Tables of users, API tokens and links for the first account."""

from datetime import datetime
from hashlib import sha256
from typing import Literal, get_args
from uuid import uuid4

from flask_security import UserMixin
from passlib import hash as password_hashes  # which loads a scheme at its first use
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column

from web.core.database import Base, utc_now
from web.core.stored_values import JSON, read_stored

Role = Literal["viewer", "editor", "admin"]

ROLES: tuple[Role, ...] = get_args(Role)
"""Roles in rising order: read; label and edit examples; train, activate, delete."""

LARGEST_ID = 2**31 - 1
"""Largest id of a row; PostgreSQL refuses to look for a larger id."""


def sha256_of(token: str) -> str:
    """SHA-256 (hex) of a token. Tokens are random and long: a slow hash would add nothing."""
    return sha256(token.encode()).hexdigest()


class User(UserMixin, Base):
    """User with a password. Flask-Security reads the columns by name."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="role"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str] = mapped_column(String(255))
    role: Mapped[Role] = mapped_column(String(16))
    active: Mapped[bool] = mapped_column(default=True)
    # Part of every session and link: a new password brings a new value, and so ends all.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid4().hex)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    # The half minute of the last used code: no code is good twice.
    tf_last_counter: Mapped[int | None] = mapped_column(BigInteger)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(
        MutableList.as_mutable(JSON(list[str]))
    )
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    last_login_at: Mapped[datetime | None]  # type: ignore[assignment]
    current_login_at: Mapped[datetime | None]  # type: ignore[assignment]
    last_login_ip: Mapped[str | None] = mapped_column(String(64))
    current_login_ip: Mapped[str | None] = mapped_column(String(64))
    login_count: Mapped[int | None]  # type: ignore[assignment]

    def verify_and_update_password(self, password: str) -> bool:
        """Return True for the password; none fits a damaged hash."""
        name = f"the password hash of user {self.id}"
        if read_stored(password_hashes.argon2.from_string, self.password, None, name) is None:
            return False
        return super().verify_and_update_password(password)

    def may(self, role: Role) -> bool:
        """True for a user with at least the role."""
        return ROLES.index(self.role) >= ROLES.index(role)


class ApiToken(Base):
    """Key of a program, with the rights of the `scope`, at most the rights of the user."""

    __tablename__ = "api_tokens"
    __table_args__ = (CheckConstraint(f"scope IN {ROLES}", name="scope"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    scope: Mapped[Role] = mapped_column(String(16))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SetupLink(Base):
    """Link for making the first user; the first use deletes all such links."""

    __tablename__ = "setup_links"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

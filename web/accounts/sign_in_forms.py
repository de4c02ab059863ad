"""Forms of the sign-in, in place of the forms of Flask-Security."""

from typing import Any

from flask import Flask, request, session
from flask_login import user_logged_out
from flask_security import (
    LoginForm,
    MfRecoveryForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    UserMixin,
    password_changed,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
)
from wtforms import RadioField, StringField

from web.accounts.service import new_uniquifier
from web.accounts.tables import User
from web.core.audit import NOBODY, note
from web.core.database import db


class SignInForm(LoginForm):
    """Form for address and password, without "remember me"."""

    remember = None

    def validate_next(self, _field: StringField) -> None:
        """Accept any address: redirects to other sites are ignored, not refused."""

    def validate(self, **kwargs: Any) -> bool:
        valid = super().validate(**kwargs)
        if not valid and self.ifield is not None and self.user is None:
            note_failure(None, "address")
        elif not valid and self.user_authenticated:
            note_failure(self.user, "disabled")
        return valid


class RecoveryForm(MfRecoveryForm):
    """Form for a recovery code in place of a code of the authenticator app."""

    def validate(self, **kwargs: Any) -> bool:
        self.code.data = (self.code.data or "").strip().lower()
        valid = super().validate(**kwargs)
        if not valid and self.code.data:
            note_failure(self.user, "recovery code")
        return valid


class MethodForm(TwoFactorSetupForm):
    """Form for the second factor: a button sends "authenticator" or "disable"."""

    setup = StringField()


class NoRescueForm(TwoFactorRescueForm):
    """Form without choices: the way without a code is a recovery code."""

    help_setup = RadioField(choices=[])


@user_authenticated.connect
def _signed_in(_app: Flask, user: User, authn_via: list[str] | None, **_: Any) -> None:
    # A cookie planted before the sign-in must not tell the token of the forms after it.
    session.pop("csrf_token", None)
    if authn_via != ["change"]:  # a change of the password signs in anew
        _note(user.email, "sign-in", user.email)


@user_logged_out.connect  # type: ignore[untyped-decorator]
def _signed_out(_app: Flask, user: User, **_: Any) -> None:
    # The cookie holds the whole session, and a copy would go on: so all sessions end.
    user.fs_uniquifier = new_uniquifier()
    _note(user.email, "sign-out", user.email)
    db.session.commit()


@password_changed.connect
def _password_changed(_app: Flask, user: User, **_: Any) -> None:
    _note(user.email, "password.change", user.email)


@tf_profile_changed.connect
def _two_factor_set_up(_app: Flask, user: User, **_: Any) -> None:
    _note(user.email, "two-factor.set-up", user.email)


@tf_disabled.connect
def _two_factor_dropped(_app: Flask, user: User, **_: Any) -> None:
    user.mf_recovery_codes = user.tf_last_counter = None
    _note(user.email, "two-factor.drop", user.email)


@user_failed_authn.connect
def _failed(_app: Flask, user: User, auth_type: str, **_: Any) -> None:
    note_failure(user, auth_type)


def note_failure(user: UserMixin | None, what: str) -> None:
    """Note a refusal in the audit log, without the typed text, perhaps a password."""
    subject = user.email if user else "an unknown address"
    _note(NOBODY, "sign-in.fail", subject, wrong=what)
    db.session.commit()


def _note(who: str, action: str, email: str, **details: Any) -> None:
    subject = f"user {email}" if "@" in email else email
    note(db.session, who, action, subject, address=request.remote_addr, **details)

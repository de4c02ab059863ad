"""The forms of signing in that differ from those of Flask-Security."""

from typing import Any, cast

from flask_security import LoginForm, MfRecoveryForm, TwoFactorRescueForm, TwoFactorSetupForm
from wtforms import RadioField, StringField

from web.sign_in_notes import note_failure


class SignInForm(LoginForm):  # type: ignore[misc]
    """Address and password. Nobody is remembered for longer than the session lasts."""

    remember = None

    def validate_next(self, _field: StringField) -> None:
        """Take any: an address of another site is not refused, it is not gone to."""

    def validate(self, **kwargs: Any) -> bool:
        valid = cast(bool, super().validate(**kwargs))
        if not valid and self.ifield is not None and self.user is None:
            note_failure(None, "address")
        elif not valid and self.user_authenticated:
            note_failure(self.user, "disabled")
        return valid


class RecoveryForm(MfRecoveryForm):  # type: ignore[misc]
    """A recovery code in place of one from the authenticator app."""

    def validate(self, **kwargs: Any) -> bool:
        self.code.data = (self.code.data or "").strip().lower()
        valid = cast(bool, super().validate(**kwargs))
        if not valid and self.code.data:
            note_failure(self.user, "recovery code")
        return valid


class MethodForm(TwoFactorSetupForm):  # type: ignore[misc]
    """What to do about the second factor: "authenticator" or "disable", each a button."""

    setup = StringField()


class NoRescueForm(TwoFactorRescueForm):  # type: ignore[misc]
    """Nothing to choose from: who has no code at hand takes a recovery code."""

    help_setup = RadioField(choices=[])

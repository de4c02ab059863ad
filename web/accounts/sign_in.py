"""Sign-in by Flask-Security, for accounts made by an admin, without a mail server."""

from datetime import timedelta
from typing import Any, cast

from flask import Flask, redirect, request, url_for
from flask_security import FSQLALiteUserDatastore, RoleMixin, Security
from flask_security.decorators import default_unauthn_handler
from passlib.exc import PasswordSizeError
from werkzeug.wrappers import Response

from web.accounts.credentials import ARGON2, SHORTEST, EmailNames, PasswordRules, too_long
from web.accounts.reauthentication import WITHIN, ask_again
from web.accounts.sign_in_forms import MethodForm, NoRescueForm, RecoveryForm, SignInForm
from web.accounts.sign_in_words import SENTENCES, SignInWords, worded
from web.accounts.tables import User
from web.accounts.two_factor import OneTimeCodes, RecoveryCodes, two_factor_settings
from web.core.database import db, reading, utc_now
from web.core.settings import Settings
from web.http.problems import HttpProblem, answer, problem_response, wants_problem
from web.http.translation import _

RESET_WITHIN = timedelta(days=1)
"""Lifetime of a link for a new password."""


class Users(FSQLALiteUserDatastore):
    """Look-up of users for Flask-Security."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:
        """Return the user, read in a separate transaction before the transaction of the view."""
        session = self.db.session
        if session.in_transaction():
            return cast("User | None", super().find_user(case_insensitive, **kwargs))
        with reading(session):
            return cast("User | None", super().find_user(case_insensitive, **kwargs))


def configure_sign_in(app: Flask, settings: Settings) -> None:
    """Configure the sign-in; the addresses are in `web.accounts.sign_in_views`."""
    app.config.update(_settings(), **two_factor_settings(settings.secret_key, settings.bot_name))
    app.config.update({f"SECURITY_MSG_{name}": sentence for name, sentence in SENTENCES.items()})
    security = Security(
        app,
        Users(db, User, RoleMixin),
        register_blueprint=False,
        mail_util_cls=EmailNames,
        password_util_cls=PasswordRules,
        totp_cls=OneTimeCodes,
        mf_recovery_codes_util_cls=RecoveryCodes,
        login_form=SignInForm,
        mf_recovery_form=RecoveryForm,
        two_factor_setup_form=MethodForm,
        two_factor_rescue_form=NoRescueForm,
    )
    app.add_template_filter(worded)
    security.i18n_domain = SignInWords(app)  # type: ignore[no-untyped-call]
    app.register_error_handler(PasswordSizeError, _refuse_password)
    security.unauthn_handler(_ask_to_sign_in)
    security.reauthn_handler(ask_again)


def _settings() -> dict[str, Any]:
    return {
        "SECURITY_CLI_USERS_NAME": "",
        "SECURITY_CLI_ROLES_NAME": "",
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
        "SECURITY_RESET_PASSWORD_WITHIN": RESET_WITHIN,
        "SECURITY_TRACKABLE": True,
        "SECURITY_FRESHNESS": WITHIN,
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
        "SECURITY_DATETIME_FACTORY": utc_now,
        "SECURITY_POST_LOGIN_VIEW": "admin.dashboard",
        "SECURITY_POST_LOGOUT_VIEW": "security.login",
        "SECURITY_POST_CHANGE_VIEW": "admin.account",
        "SECURITY_POST_VERIFY_VIEW": "admin.account",
    }


def _refuse_password(_error: PasswordSizeError) -> Response:
    return answer(HttpProblem(422, too_long()))


def _ask_to_sign_in(mechanisms: list[str], headers: dict[str, str] | None = None) -> Response:
    if wants_problem():
        detail = _("Sign in, or send an API token as `Authorization: Bearer …`.")
        return problem_response(HttpProblem(401, detail, {"WWW-Authenticate": "Bearer"}))
    if request.method != "GET":
        # The form is gone: no page to come back to.
        return redirect(url_for("security.login"), 303)
    return cast(Response, default_unauthn_handler(mechanisms, headers))  # type: ignore[no-untyped-call]

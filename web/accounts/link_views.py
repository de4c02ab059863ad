"""Pages behind links: the first account, and a new password."""

from gettext import NullTranslations
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_security import ResetPasswordForm, login_user
from werkzeug.wrappers import Response
from wtforms import EmailField
from wtforms.validators import DataRequired

from web.accounts import links
from web.accounts import service as accounts
from web.accounts.credentials import normal, rules
from web.accounts.service import AccountError
from web.accounts.sign_in_limits import throttled
from web.accounts.tables import User
from web.admin.blueprint import admin
from web.core.database import db, reading, writing
from web.http.translation import _, catalogue, language, later

TAKEN = later(
    "There is an account already, and with it this link was used up. If it is yours, sign in;"
    " if not, ask an admin for one."
)


class SetupForm(ResetPasswordForm):
    """Form for address and password of the first admin."""

    class Meta(ResetPasswordForm.Meta):  # type: ignore[name-defined,misc]
        """Translations of WTForms: its only sentence here is that of an empty address."""

        def get_translations(self, _form: object) -> NullTranslations:
            return catalogue(language())

    email = EmailField(
        "Email address", validators=[DataRequired()], render_kw={"autocomplete": "username"}
    )

    def validate(self, **kwargs: Any) -> bool:
        """Check the password by the rules, beside the address."""
        self.user = User(email=normal(self.email.data or ""))
        return super().validate(**kwargs)


@admin.route("/setup", methods=["GET", "POST"])
@throttled
def setup() -> str | Response:
    token = request.args.get("token", "")
    with reading(db.session):
        if accounts.anybody(db.session):
            abort(410, _(TAKEN))
        if not links.is_valid(db.session, token):
            abort(404)
    form = SetupForm()
    user = _make(form, token) if form.validate_on_submit() else None
    if user is None:
        return render_template("accounts/setup.html", form=form, rules=rules())
    with writing(db.session):
        # The password was typed just now, and a new account has no second factor.
        login_user(user, authn_via=["password"])
    flash(_("You have an account, and may do everything."), "success")
    return redirect(url_for("admin.dashboard"), 303)


def _make(form: SetupForm, token: str) -> User | None:
    try:
        with writing(db.session):
            made = links.make(db.session, token, form.email.data or "", form.password.data or "")
    except AccountError as error:
        form.email.errors = [str(error)]
        return None
    if made is None:
        abort(410, _(TAKEN))
    return made


REQUIRED = later("This field is required.")
"""Sentence of WTForms."""

NOT_VALID = later(
    "This link was used already, or is older than a day. Ask an admin for a new one: they make it"
    " on the page of users, or by the command flask users reset."
)


@admin.route("/reset/<token>", methods=["GET", "POST"])
@throttled
def new_password(token: str) -> str | Response:
    user = links.user_of(token)
    if user is None:
        abort(410, _(NOT_VALID))
    form = ResetPasswordForm()
    form.user = user
    if form.validate_on_submit():
        with writing(db.session):
            if not links.reset(db.session, user, form.password.data):
                abort(410, _(NOT_VALID))
        flash(_("Your password is set. Sign in with it."), "success")
        return redirect(url_for("security.login"), 303)
    return render_template("accounts/new_password.html", form=form, email=user.email, rules=rules())

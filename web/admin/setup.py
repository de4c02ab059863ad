"""The first account: the page behind the link that the server prints when it starts."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_security import ResetPasswordForm
from werkzeug.wrappers import Response
from wtforms import EmailField
from wtforms.validators import DataRequired

from web import accounts, first_account
from web.account_models import User
from web.accounts import AccountError
from web.admin.blueprint import admin
from web.database import db, reading, writing
from web.emails import normal
from web.passwords import RULES
from web.sign_in_limits import throttled

TAKEN = (
    "There is an account already, and with it this link was used up. If it is yours, sign in;"
    " if not, ask an admin for one."
)


class SetupForm(ResetPasswordForm):
    """The address and the password of the first admin."""

    email = EmailField(
        "Email address", validators=[DataRequired()], render_kw={"autocomplete": "username"}
    )

    def validate(self, **kwargs: Any) -> bool:
        """Ask the rules of passwords about somebody with this address."""
        self.user = User(email=normal(self.email.data or ""))
        return super().validate(**kwargs)


@admin.route("/setup", methods=["GET", "POST"])
@throttled
def setup() -> str | Response:
    token = request.args.get("token", "")
    with reading(db.session):
        if accounts.anybody(db.session):
            abort(410, TAKEN)
        if not first_account.is_valid(db.session, token):
            abort(404)
    form = SetupForm()
    if form.validate_on_submit() and _make(form, token):
        flash("You have an account, and may do everything. Sign in.", "success")
        return redirect(url_for("security.login"), 303)
    return render_template("admin/setup.html", form=form, rules=RULES)


def _make(form: SetupForm, token: str) -> bool:
    try:
        with writing(db.session):
            made = first_account.make(
                db.session, token, form.email.data or "", form.password.data or ""
            )
    except AccountError as error:
        form.email.errors = [str(error)]
        return False
    if made is None:
        abort(410, TAKEN)
    return True

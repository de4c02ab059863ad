"""A new password, by a link that an admin made."""

from flask import abort, flash, redirect, render_template, url_for
from flask_security import ResetPasswordForm
from werkzeug.wrappers import Response

from web import password_reset
from web.admin.blueprint import admin
from web.database import db, writing
from web.passwords import RULES
from web.sign_in_limits import throttled

NOT_VALID = (
    "This link was used already, or is older than a day. Ask an admin for a new one: they make it"
    " on the page of users, or by the command flask users reset."
)


@admin.route("/reset/<token>", methods=["GET", "POST"])
@throttled
def new_password(token: str) -> str | Response:
    user = password_reset.user_of(token)
    if user is None:
        abort(410, NOT_VALID)
    form = ResetPasswordForm()
    form.user = user
    if form.validate_on_submit():
        with writing(db.session):
            if not password_reset.reset(db.session, user, form.password.data):
                abort(410, NOT_VALID)
        flash("Your password is set. Sign in with it.", "success")
        return redirect(url_for("security.login"), 303)
    return render_template("admin/new_password.html", form=form, email=user.email, rules=RULES)

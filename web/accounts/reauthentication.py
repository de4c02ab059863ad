"""Reauthentication: dangerous actions need a recent password, and keep the typed fields."""

import time
from datetime import timedelta

from flask import Response, flash, g, redirect, render_template, request, session, url_for
from flask_security import current_user
from flask_security.proxies import _security
from werkzeug.wrappers import Response as AnyResponse

from web.accounts.sign_in_limits import attempt
from web.core.database import db
from web.http.problems import HttpProblem, problem_response, wants_problem
from web.http.translation import _, later

WITHIN = timedelta(minutes=15)
"""Longest age of the last password for a dangerous action."""

FIELD = "password_again"
NOT_FRESH = later("This needs your password again, because you gave it more than 15 minutes ago.")


def take_password() -> None:
    """Make the session fresh if the form of the request carries the right password again."""
    password = request.form.get(FIELD)
    if password is None or not current_user.is_authenticated:
        return
    with attempt():
        if current_user.verify_and_update_password(_security.password_util.normalize(password)):
            session["fs_paa"] = g.fs_paa = time.time()
            db.session.commit()
        else:
            current_user.track_failed_authn("password")
            flash(_("That is not your password."), "danger")


def ask_again(_within: timedelta, _grace: timedelta) -> AnyResponse:
    """Ask for the password: on a page leading back, or above the form just sent."""
    if wants_problem():
        remedy = _("Do so at %(address)s, then try again.", address=url_for("security.verify"))
        return problem_response(HttpProblem(401, f"{_(NOT_FRESH)} {remedy}"))
    if request.method != "POST":
        back = request.full_path.removesuffix("?")
        return redirect(url_for("security.verify", next=request.script_root + back), 303)
    kept = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in (FIELD, "csrf_token")
    ]
    why = _(NOT_FRESH)
    page = render_template("accounts/password_again.html", kept=kept, field=FIELD, why=why)
    return Response(page, status=401)

"""Pages of the users."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from web.accounts import links
from web.accounts import service as accounts
from web.accounts.access import requires, who
from web.accounts.service import AccountError, UserFilter
from web.accounts.tables import ROLES, Role, User
from web.admin.blueprint import admin
from web.admin.forms import query_text
from web.admin.lists import cursor
from web.admin.refused import keeps
from web.core.address import admin_url
from web.core.database import db, reading, writing
from web.core.settings import current_settings
from web.http.translation import _, later

STATES = {"active": True, "disabled": False}


@admin.get("/users")
@requires("admin")
def users() -> str:
    filters = UserFilter(
        search=query_text("q"),
        role=query_text("role"),
        active=STATES.get(query_text("state")),
        sort=query_text("sort") or "email",
        cursor=cursor(),
    )
    with reading(db.session):
        page = accounts.users(db.session, filters)
    return render_template("accounts/users.html", page=page, selection=filters, roles=ROLES)


@admin.post("/users")
@requires("admin", fresh=True)
@keeps("email", "role")
def add_user() -> Response:
    with writing(db.session):
        user = accounts.invite(db.session, who(), request.form.get("email", ""), sent_role("role"))
        token = links.make_reset_token(db.session, who(), user)
    flash(
        _("%(email)s can sign in as soon as they have chosen a password.", email=user.email),
        "success",
    )
    return _hand_over(user, token)


@admin.get("/users/<int:user_id>")
@requires("admin")
def user(user_id: int) -> str:
    with reading(db.session):
        account = accounts.numbered(db.session, user_id)
    return render_template("accounts/user.html", user=account, roles=ROLES)


@admin.post("/users/<int:user_id>/role")
@requires("admin", fresh=True)
def change_role(user_id: int) -> Response:
    with writing(db.session):
        user = accounts.numbered(db.session, user_id)
        accounts.change_role(db.session, who(), user, sent_role("role"))
    return _done(user, _("%(email)s has the role %(role)s now.", email=user.email, role=user.role))


@admin.post("/users/<int:user_id>/disable")
@requires("admin", fresh=True)
def disable_user(user_id: int) -> Response:
    return _changed(
        user_id, accounts.disable, later("%(email)s is disabled and signed out everywhere.")
    )


@admin.post("/users/<int:user_id>/enable")
@requires("admin", fresh=True)
def enable_user(user_id: int) -> Response:
    return _changed(user_id, accounts.enable, later("%(email)s may sign in again."))


@admin.post("/users/<int:user_id>/reset")
@requires("admin", fresh=True)
def reset_user(user_id: int) -> Response:
    with writing(db.session):
        user = accounts.numbered(db.session, user_id)
        token = links.make_reset_token(db.session, who(), user)
    return _hand_over(user, token)


@admin.post("/users/<int:user_id>/two-factor")
@requires("admin", fresh=True)
def drop_two_factor(user_id: int) -> Response:
    sentence = later("%(email)s signs in by password alone now.")
    return _changed(user_id, accounts.drop_two_factor, sentence)


def _changed(user_id: int, change: Callable[[Session, str, User], None], sentence: str) -> Response:
    with writing(db.session) as session:
        user = accounts.numbered(session, user_id)
        change(session, who(), user)
    return _done(user, _(sentence, email=user.email))


def _hand_over(user: User, token: str) -> Response:
    # Not by url_for: anybody can send a request with the name of another site.
    link = admin_url(current_settings(), f"reset/{token}")
    sentence = _("Give %(email)s this link. It is good once, and for a day:", email=user.email)
    return _done(user, f"{sentence} {link}", "secret")


def _done(user: User, sentence: str, category: str = "success") -> Response:
    flash(sentence, category)
    return redirect(url_for("admin.user", user_id=user.id), 303)


def sent_role(field: str) -> Role:
    """Role in a field of the form; raises AccountError."""
    for role in ROLES:
        if request.form.get(field) == role:
            return role
    raise AccountError(_("Choose one of the roles: %(roles)s.", roles=", ".join(ROLES)))

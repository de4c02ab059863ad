"""Page of the own account: password, second factor, API tokens."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.accounts import tokens as api_tokens
from web.accounts.access import requires, signed_in
from web.accounts.service import AccountError
from web.accounts.tables import ROLES
from web.accounts.two_factor import recovery_codes_left
from web.accounts.user_views import sent_role
from web.admin.blueprint import admin
from web.admin.refused import keeps
from web.core.database import db, reading, utc_now, writing
from web.http.translation import _, later

LIFETIMES = {
    "30": later("30 days"),
    "90": later("90 days"),
    "365": later("a year"),
    "": later("for ever"),
}


@admin.get("/account")
@requires("viewer", by_token=False)
def account() -> str:
    user = signed_in()
    with reading(db.session):
        tokens = api_tokens.of_user(db.session, user.id)
    scopes = [role for role in ROLES if user.may(role)]
    return render_template(
        "accounts/account.html",
        user=user,
        codes_left=recovery_codes_left(user),
        tokens=tokens,
        scopes=scopes,
        lifetimes=LIFETIMES,
        now=utc_now(),
    )


@admin.post("/account/tokens")
@requires("viewer", fresh=True, by_token=False)
@keeps("name", "scope", "days")
def create_token() -> Response:
    days = request.form.get("days", "90")
    if days not in LIFETIMES:
        raise AccountError(_("Choose for how long the token is good."))
    name, scope = request.form.get("name", ""), sent_role("scope")
    with writing(db.session):
        secret = api_tokens.create(
            db.session, signed_in(), name, scope, int(days) if days else None
        )
    sentence = _("Copy the token now, it is not shown again:")
    flash(f"{sentence} {secret}", "secret")
    return redirect(url_for("admin.account"), 303)


@admin.post("/account/tokens/<int:token_id>/revoke")
@requires("viewer", by_token=False)
def revoke_token(token_id: int) -> Response:
    with writing(db.session):
        api_tokens.revoke(db.session, signed_in(), token_id)
    flash(_("The token is revoked."), "success")
    return redirect(url_for("admin.account"), 303)

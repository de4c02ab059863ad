"""Open addresses of Flask-Security; all others are closed."""

from collections.abc import Callable

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_security import url_for_security, views
from flask_security.recovery_codes import mf_recovery, mf_recovery_codes

from web.accounts import service as accounts
from web.accounts.access import requires
from web.accounts.credentials import rules
from web.accounts.sign_in_limits import throttled
from web.core.database import db, reading

blueprint = Blueprint("security", __name__, url_prefix="/admin")


Methods = tuple[str, ...]
BOTH: Methods = ("GET", "POST")

mine = requires("viewer", by_token=False)
mine_and_fresh = requires("viewer", by_token=False, fresh=True)


def two_factor_rescue() -> ResponseReturnValue:
    """Redirect to the recovery codes."""
    return redirect(url_for("security.mf_recovery"), 303)


VIEWS: tuple[tuple[str, str, Callable[..., ResponseReturnValue], Methods], ...] = (
    ("/login", "login", throttled(views.login), BOTH),
    ("/logout", "logout", views.logout, ("POST",)),
    ("/verify", "verify", throttled(mine(views.verify)), BOTH),
    ("/change", "change_password", throttled(mine(views.change_password)), BOTH),
    ("/tf-setup", "two_factor_setup", mine_and_fresh(views.two_factor_setup), BOTH),
    (
        "/tf-setup/<token>",
        "two_factor_setup_validate",
        mine(views.two_factor_setup_validate),
        ("POST",),
    ),
    (
        "/tf-validate",
        "two_factor_token_validation",
        throttled(views.two_factor_token_validation),
        BOTH,
    ),
    ("/tf-rescue", "two_factor_rescue", two_factor_rescue, ("GET",)),
    ("/mf-recovery", "mf_recovery", throttled(mf_recovery), BOTH),
    ("/mf-recovery-codes", "mf_recovery_codes", mine_and_fresh(mf_recovery_codes), BOTH),
)
for _path, _name, _view, _methods in VIEWS:
    blueprint.add_url_rule(_path, _name, _view, methods=_methods)


@blueprint.after_request
def _keep_no_copy(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.context_processor
def _for_templates() -> dict[str, object]:
    return {
        "url_for_security": url_for_security,
        "nobody_yet": _nobody_yet,
        "password_rules": rules(),
    }


def _nobody_yet() -> bool:
    with reading(db.session):
        return not accounts.anybody(db.session)

"""Where signing in leads to."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from web.access import requires
from web.admin.blueprint import admin


@admin.get("/")
@requires("viewer")
def dashboard() -> Response:
    return redirect(url_for("admin.account"), 303)

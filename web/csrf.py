"""Forms and fetches are taken from our own pages only."""

from flask import Flask, request
from flask_wtf import CSRFProtect

from web.api import blueprint as api
from web.bearer import bearer


class Csrf(CSRFProtect):  # type: ignore[misc]
    """Asks every request that changes something for the token of its page.

    Not those that carry an API token: no page of another site can send that header, and views
    take such a request on the strength of it alone. And not those to the JSON API, which knows
    visitors but no users.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        # Not by `exempt`, which overlooks the blueprints within that of the API.
        if bearer() is None and api.name not in request.blueprints:
            super().protect(apply_exemptions=apply_exemptions)


def configure_csrf(app: Flask) -> None:
    """Take no form and no fetch that another site sent."""
    # Good for as long as the session: a page may stay open over lunch.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    Csrf().init_app(app)

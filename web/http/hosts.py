"""Names of the site: requests for other names are refused."""

from flask import Flask, request
from werkzeug.sansio.utils import host_is_trusted

from web.core.settings import Settings
from web.http.problems import HttpProblem

SAME_MACHINE = ("localhost", "127.0.0.1", "[::1]")
"""Names for browsers and checks on the machine itself, which no other site can take."""

FOR_MONITORS = ("/healthz", "/readyz", "/metrics")
"""Paths for programs that know the address alone."""


def configure_hosts(app: Flask, settings: Settings) -> None:
    """Refuse requests for names other than those of the settings, if there are any."""
    if settings.hosts is None:
        return
    # Any port: behind a proxy it is not the port of the visitor.
    trusted = [_name(host) for host in (*settings.hosts, *SAME_MACHINE)]

    @app.before_request
    def refuse_other_names() -> None:
        if request.path not in FOR_MONITORS and not host_is_trusted(request.host.lower(), trusted):
            raise HttpProblem(421, "This site does not go by the name in the request.")


def _name(host: str) -> str:
    return host if host.endswith("]") else host.rsplit(":", 1)[0]

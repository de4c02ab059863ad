"""plotly.js of the plotly package: file, address, content security policy."""

from functools import cache
from importlib.metadata import version

from flask import Response, send_from_directory, url_for

from web.accounts.access import requires
from web.admin.blueprint import admin
from web.core.assets import package_folder
from web.http.security import relax_content_security

A_YEAR = 365 * 24 * 60 * 60

FILE = "plotly.min.js"


@admin.get("/plotly/<release>/plotly.min.js")
@requires("viewer")
def plotly_script(release: str) -> Response:
    """Send the file of the installed release, to be kept by browsers."""
    response = send_from_directory(package_folder("plotly") / "package_data", FILE)
    if release == _release():
        response.cache_control.private = True
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
        response.cache_control.no_cache = None
    return response


@admin.app_template_global()
def plotly_url() -> str:
    """Address of plotly.js, for a page with a call of `allow_plotly`."""
    return url_for("admin.plotly_script", release=_release())


def allow_plotly() -> None:
    """Let plotly.js write the styles of drawings on the page of the request."""
    relax_content_security(style_src="'self' 'unsafe-inline'", img_src="'self' data:")


def plotly_source() -> str:
    """Text of plotly.js, for a page in a single file."""
    return (package_folder("plotly") / "package_data" / FILE).read_text(encoding="utf-8")


@cache
def _release() -> str:
    return version("plotly")

"""plotly.js for the pages with charts, out of the plotly package and never from elsewhere."""

from functools import cache
from importlib.metadata import version

from flask import Response, send_from_directory, url_for

from web.access import requires
from web.admin.blueprint import admin
from web.assets import package_folder
from web.security import relax_content_security

A_YEAR = 365 * 24 * 60 * 60
FILE = "plotly.min.js"


@admin.get("/plotly/<release>/plotly.min.js")
@requires("viewer")
def plotly_script(release: str) -> Response:
    """The file of the release that is installed, which browsers keep."""
    response = send_from_directory(package_folder("plotly") / "package_data", FILE)
    if release == _release():
        response.cache_control.private = True
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
        response.cache_control.no_cache = None
    return response


@admin.app_template_global()
def plotly_url() -> str:
    """The address of plotly.js, on a page that calls `allow_charts`."""
    return url_for("admin.plotly_script", release=_release())


def allow_charts() -> None:
    """Let plotly.js write the styles of its drawings on the page of this request."""
    relax_content_security(style_src="'self' 'unsafe-inline'", img_src="'self' data:")


@cache
def _release() -> str:
    return version("plotly")

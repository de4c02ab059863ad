"""The first page: how the bot is doing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from flask import Response, render_template, request, send_from_directory, url_for

from web.accounts.access import requires
from web.admin.blueprint import admin
from web.core.assets import package_folder
from web.core.database import db, reading, utc_now
from web.core.periods import RECENT, Period, period_of
from web.dashboard import service as figures
from web.dashboard.charts import charts_of
from web.dashboard.service import Dashboard
from web.http.security import relax_content_security

USUAL = "7d"


@dataclass(frozen=True, slots=True)
class _Asked:
    period: Period
    problem: str = ""


@admin.get("/")
@requires("viewer")
def dashboard() -> str:
    """The figures of a period."""
    allow_charts()
    asked = _asked()
    with reading(db.session):
        read = figures.read(db.session, asked.period)
    return render_template(
        "dashboard/dashboard.html",
        figures=read,
        charts=charts_of(read, messages_behind(read)),
        asked=asked,
        recent=RECENT,
        behind=messages_behind(read),
        now=utc_now(),
    )


def messages_behind(read: Dashboard) -> Callable[..., str]:
    """Makes the address of the conversations that a figure of the period counts."""

    def behind(**wanted: str) -> str:
        asked: dict[str, Any] = dict(read.period.parameters) | wanted
        return url_for("admin.conversations", **asked)

    return behind


def _asked() -> _Asked:
    arguments = request.args
    now = utc_now()
    names = (arguments.get("period") or USUAL, arguments.get("from", ""), arguments.get("to", ""))
    try:
        return _Asked(period_of(*names, now))
    except ValueError as error:
        return _Asked(period_of(USUAL, "", "", now), str(error))


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

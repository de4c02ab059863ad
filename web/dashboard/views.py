"""The first page: how the bot is doing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from web.accounts.access import requires
from web.admin.blueprint import admin
from web.charts.plotly import allow_plotly
from web.core.database import db, reading, utc_now
from web.core.periods import RECENT, Period, period_of
from web.dashboard import service as figures
from web.dashboard.charts import charts_of
from web.dashboard.service import Dashboard

USUAL = "7d"


@dataclass(frozen=True, slots=True)
class _Asked:
    period: Period
    problem: str = ""


@admin.get("/")
@requires("viewer")
def dashboard() -> str:
    """The figures of a period."""
    allow_plotly()
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

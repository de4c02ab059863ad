"""Dashboard: first of the admin pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from web.accounts.access import requires
from web.admin.blueprint import admin
from web.admin.periods import Period, period_of
from web.core.database import db, reading, utc_now
from web.dashboard import service
from web.dashboard.charts import charts_of
from web.dashboard.service import Dashboard

USUAL = "7d"


@dataclass(frozen=True, slots=True)
class _PeriodChoice:
    period: Period
    problem: str = ""


@admin.get("/")
@requires("viewer")
def dashboard() -> str:
    """Figures and charts of a period."""
    choice = _period_choice()
    with reading(db.session):
        figures = service.read(db.session, choice.period)
    return render_template(
        "dashboard/dashboard.html",
        figures=figures,
        charts=charts_of(figures, messages_behind(figures)),
        choice=choice,
        behind=messages_behind(figures),
        now=utc_now(),
    )


def messages_behind(figures: Dashboard) -> Callable[..., str]:
    """Return a function from filter parameters to the address of the period's conversations."""

    def behind(**parameters: str) -> str:
        query: dict[str, Any] = dict(figures.period.parameters) | parameters
        return url_for("admin.conversations", **query)

    return behind


def _period_choice() -> _PeriodChoice:
    arguments = request.args
    now = utc_now()
    names = (arguments.get("period") or USUAL, arguments.get("from", ""), arguments.get("to", ""))
    try:
        return _PeriodChoice(period_of(*names, now))
    except ValueError as error:
        return _PeriodChoice(period_of(USUAL, "", "", now), str(error))

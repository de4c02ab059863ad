"""Page of the audit log."""

from flask import render_template

from web.accounts.access import requires
from web.admin.blueprint import admin
from web.admin.forms import query_day, query_text
from web.admin.lists import cursor
from web.core import audit as log
from web.core.database import db, reading
from web.http.translation import _


@admin.get("/audit")
@requires("admin")
def audit() -> str:
    filters = log.AuditFilter(
        who=query_text("who"),
        action=query_text("action"),
        search=query_text("q"),
        first=query_day("first"),
        last=query_day("last"),
        sort=query_text("sort") or "-time",
        cursor=cursor(),
    )
    with reading(db.session):
        page = log.entries(db.session, filters)
        people, actions = log.people(db.session), log.actions(db.session)
    return render_template(
        "accounts/audit.html",
        page=page,
        selection=filters,
        people=_choices(people),
        actions=_choices(actions),
    )


def _choices(values: list[str]) -> list[tuple[str, str]]:
    return [("", _("any")), *((value, value) for value in values)]

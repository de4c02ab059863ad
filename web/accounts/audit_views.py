"""Page of the audit log."""

from collections.abc import Callable
from operator import itemgetter

from flask import render_template

from web.accounts.access import requires
from web.accounts.audit_wording import deed_words, detail_words, subject_words, who_words
from web.admin.blueprint import admin
from web.admin.forms import query_day, query_text
from web.admin.lists import cursor
from web.core import audit as log
from web.core.database import db, reading
from web.http.translation import _

for words in (who_words, deed_words, subject_words, detail_words):
    admin.add_app_template_filter(words)


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
        people=_choices(people, who_words),
        actions=_choices(actions, deed_words),
    )


def _choices(values: list[str], word: Callable[[str], str]) -> list[tuple[str, str]]:
    choices = sorted(((value, word(value)) for value in values), key=itemgetter(1))
    return [("", _("any")), *choices]

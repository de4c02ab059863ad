"""Forms and addresses of the admin pages."""

from datetime import date

from flask import current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from web.admin import refused
from web.admin.blueprint import admin
from web.admin.lists import parameters
from web.core.database import storable
from web.core.errors import RefusedError
from web.http.problems import HttpProblem, problem_response, wants_problem

LONGEST = 600
"""Longest sentence about a form: it may quote a field, and has to fit into a cookie."""


def query_text(name: str) -> str:
    """Return a text in the address, empty by default."""
    return storable(request.args.get(name, "")).strip()


def query_day(name: str) -> date | None:
    """Return a day in the address, as 2026-11-25, or None for any other text."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if day < date.max else None


@admin.errorhandler(RefusedError)
def _refuse(error: RefusedError) -> Response:
    """Redirect to the page of a refused form, with the reason; programs get a document."""
    if wants_problem():
        return problem_response(HttpProblem(422, str(error)))
    sentence = str(error)
    flash(sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]}…", "danger")
    refused.keep()
    return redirect(_page_of_form(), 303)


def _page_of_form() -> str:
    """Return the page of a form, by the longest beginning of the form's address."""
    adapter = current_app.create_url_adapter(request)
    assert adapter
    path = request.path if request.method == "POST" else _parent(request.path)
    while not adapter.test(path, "GET"):
        path = _parent(path)
    endpoint, values = adapter.match(path, "GET")
    return url_for(endpoint, _anchor=place(), **{**parameters(), **values})


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def place() -> str | None:
    """Anchor of the group around a form, on pages of groups."""
    number = request.form.get("place", "")
    return f"group-{number}" if number.isdecimal() else None

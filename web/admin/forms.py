"""Reading forms and addresses of the admin pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from web.account_models import ROLES, Role
from web.accounts import AccountError
from web.admin.blueprint import admin
from web.problems import Problem, problem_response, wants_problem
from web.text import storable


def sent_role(field: str) -> Role:
    """The role in a field of the form; raises AccountError."""
    for role in ROLES:
        if request.form.get(field) == role:
            return role
    raise AccountError(f"Choose one of the roles: {', '.join(ROLES)}.")


def asked(name: str) -> str:
    """A text in the address; empty where there is none."""
    return storable(request.args.get(name, "")).strip()


def asked_day(name: str) -> date | None:
    """A day in the address, as 2026-11-25; None where there is none that has an end."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if day < date.max else None


def refuse(error: Exception, level: str = "danger") -> None:
    """Say on the next page why a form is not accepted; a program is told at once."""
    if wants_problem():
        raise Problem(422, str(error))
    flash(str(error), level)


@contextmanager
def or_404(missing: type[LookupError]) -> Iterator[None]:
    """Answer that there is nothing at the address where this error is raised within."""
    try:
        yield
    except missing:
        abort(404)


@admin.errorhandler(AccountError)
def _refuse(error: AccountError) -> Response:
    if wants_problem():
        return problem_response(Problem(422, str(error)))
    flash(str(error), "danger")
    page = request.path.split("/")[2]  # /admin/users/7/disable is about users
    return redirect(url_for(f"admin.{page}"), 303)

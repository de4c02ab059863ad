"""Reading forms and addresses of the admin pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import abort, flash, request

from web.core.database import storable
from web.http.problems import HttpProblem, wants_problem


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
        raise HttpProblem(422, str(error))
    flash(str(error), level)


@contextmanager
def or_404(missing: type[LookupError]) -> Iterator[None]:
    """Answer that there is nothing at the address where this error is raised within."""
    try:
        yield
    except missing:
        abort(404)

"""Lists of the admin pages; the address holds the state of a list."""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask import request, url_for

from web.admin.blueprint import admin
from web.core.paging import Cursor
from web.http.translation import translated

V = TypeVar("V", bound=str)

PAGING = ("after", "before")


def choices(titles: Mapping[V, str]) -> list[tuple[V, str]]:
    """Return the choices of a filter, with their titles in the language of the page."""
    return [(value, translated(title)) for value, title in titles.items()]


def cursor() -> Cursor:
    """Return the cursor in the address."""
    return Cursor.of(request.args)


@admin.app_template_global()
def parameters() -> dict[str, Any]:
    """Return the query of the address, without arguments with a meaning to `url_for`."""
    own = {"endpoint", *(request.view_args or ())}
    return {
        name: value
        for name, value in request.args.items()
        if name not in own and not name.startswith("_")
    }


@admin.app_template_global()
def here(**changes: str | int | None) -> str:
    """Return the address of the page with some parameters changed; None drops a parameter.

    A list with another filter or order begins with the first page.
    """
    assert request.endpoint
    kept = {name: value for name, value in parameters().items() if name not in PAGING}
    query = {name: value for name, value in (kept | changes).items() if value not in (None, "")}
    return url_for(request.endpoint, **(request.view_args or {}), **query)


@admin.app_template_global()
def next_sort(name: str, current: str) -> str:
    """Return the order after a click on the head of a column: reversed for the current column."""
    return name if current == f"-{name}" else f"-{name}"

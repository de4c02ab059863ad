"""What the lists of the admin pages share: their state is in the address."""

from typing import Any

from flask import request, url_for

from web.admin.blueprint import admin
from web.core.paging import Cursor

PAGING = ("after", "before")


def cursor() -> Cursor:
    """Where the page that was asked for begins."""
    return Cursor.of(request.args)


@admin.app_template_global()
def parameters() -> dict[str, Any]:
    """What the address of this page asks for, without what `url_for` would take for its own."""
    own = {"endpoint", *(request.view_args or ())}
    return {
        name: value
        for name, value in request.args.items()
        if name not in own and not name.startswith("_")
    }


@admin.app_template_global()
def here(**changes: str | int | None) -> str:
    """The address of this page with some parameters changed, and without those that are None.

    A list with another filter or order begins with its first page.
    """
    assert request.endpoint
    kept = {name: value for name, value in parameters().items() if name not in PAGING}
    wanted = {name: value for name, value in (kept | changes).items() if value not in (None, "")}
    return url_for(request.endpoint, **(request.view_args or {}), **wanted)


@admin.app_template_global()
def next_sort(name: str, current: str) -> str:
    """What a click on the head of this column asks for: the other direction, if it is chosen."""
    return name if current == f"-{name}" else f"-{name}"

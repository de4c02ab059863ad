"""Fields of a refused form: kept in the session until its page shows them again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from flask import current_app, request, session, url_for

from web.admin.blueprint import admin

V = TypeVar("V", bound=Callable[..., object])

KEY = "refused_form"
MOST_BYTES = 3800
"""Largest cookie: browsers drop one of more than 4,096 bytes, with its name and attributes."""


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """Values of a form by the names of its fields; empty for a form that was not refused."""

    fields: Mapping[str, tuple[str, ...]]

    def __bool__(self) -> bool:
        return bool(self.fields)

    def all(self, name: str) -> tuple[str, ...]:
        """Values of a field that there are several of."""
        return self.fields.get(name, ())

    def value(self, name: str, otherwise: str = "") -> str:
        """Value of a field, or `otherwise` where the form was not refused."""
        return next(iter(self.all(name)), otherwise)


def keeps(*fields: str) -> Callable[[V], V]:
    """Decorate the view of a form: when it is refused, these fields are kept. No passwords."""

    def mark(view: V) -> V:
        view.kept_fields = fields  # type: ignore[attr-defined]
        return view

    return mark


def keep() -> None:
    """Keep the fields of the form in this request, the largest not if the cookie has no room."""
    view = current_app.view_functions[request.endpoint or ""]
    names = getattr(view, "kept_fields", ())
    fields = {name: request.form.getlist(name) for name in names if name in request.form}
    address = _address(request.script_root + request.path, request.args.get("tag", ""))
    session[KEY] = [address, fields]
    while fields and _cookie_size() > MOST_BYTES:
        del fields[max(fields, key=lambda name: sum(map(len, fields[name])))]
        session[KEY] = [address, fields]


@admin.app_template_global()
def refused_form(endpoint: str, **values: object) -> RefusedForm:
    """Fields of the form at this address if it was refused just now. They are given out once."""
    kept, fields = session.get(KEY) or ("", {})
    url = urlsplit(url_for(endpoint, **values))  # type: ignore[arg-type]
    if kept != _address(url.path, dict(parse_qsl(url.query)).get("tag", "")):
        return RefusedForm({})
    del session[KEY]
    return RefusedForm({name: tuple(sent) for name, sent in fields.items()})


def _address(path: str, tag: str) -> str:
    # A tag like a//b stands in the query: no other part of a query tells forms apart.
    return f"{path}?tag={tag}" if tag else path


def _cookie_size() -> int:
    serializer = current_app.session_interface.get_signing_serializer(current_app)  # type: ignore[attr-defined]
    return len(serializer.dumps(dict(session)))

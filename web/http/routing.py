"""Addresses: those of the admin pages, and rules that make the start of the program quicker."""

from collections.abc import Callable
from functools import cache

from flask import request
from werkzeug.routing import Rule


def is_admin_request() -> bool:
    """True for a request for an admin page, a page of errors and a redirect included."""
    return request.path == "/admin" or request.path.startswith("/admin/")


class PromptRule(Rule):
    """Rule that compiles its functions for building addresses on their first use.

    Werkzeug compiles two functions per rule while the rules are added: for all rules, most of
    the time to make the application, though a process builds few of the addresses.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(super()._compile_builder)

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)

        return build

"""The admin pages: how the bot is doing, and how to make it better. One module a page.

Importing a module registers its routes.
"""

from web.admin import (
    account,
    audit,
    examples,
    inbox,
    lists,
    new_password,
    setup,
    start,
    users,
)
from web.admin.blueprint import configure_admin

__all__ = [
    "account",
    "audit",
    "configure_admin",
    "examples",
    "inbox",
    "lists",
    "new_password",
    "setup",
    "start",
    "users",
]

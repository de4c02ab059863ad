"""The admin pages: how the bot is doing, and how to make it better. One module a page."""

from web.admin import account, audit, new_password, setup, start, users
from web.admin.blueprint import configure_admin

__all__ = ["account", "audit", "configure_admin", "new_password", "setup", "start", "users"]

"""The admin pages: how the bot is doing, and how to make it better. One module a page."""

from web.admin import lists as lists  # its template functions register
from web.admin.blueprint import configure_admin

__all__ = ["configure_admin"]

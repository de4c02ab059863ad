"""The admin pages: how the bot is doing, and how to make it better. One module a page."""

from web.admin import heat, intents, run, runs, try_it
from web.admin.blueprint import configure_admin

__all__ = ["configure_admin", "heat", "intents", "run", "runs", "try_it"]

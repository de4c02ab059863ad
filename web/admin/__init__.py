"""The admin pages: how the bot is doing, and how to make it better. One module a page."""

from web.admin import heat as heat  # its template filter registers
from web.admin import intents as intents
from web.admin import lists as lists  # its template functions register
from web.admin import models as models
from web.admin import replays as replays
from web.admin import run as run
from web.admin import runs as runs
from web.admin import try_it as try_it
from web.admin.blueprint import configure_admin

__all__ = ["configure_admin"]

"""The admin pages: how the bot is doing, and how to make it better. One module a page.

Importing a module registers its routes, filters and template functions.
"""

from web.admin import account as account
from web.admin import audit as audit
from web.admin import conversations as conversations
from web.admin import dashboard as dashboard
from web.admin import examples as examples
from web.admin import heat as heat
from web.admin import inbox as inbox
from web.admin import intents as intents
from web.admin import lists as lists
from web.admin import models as models
from web.admin import new_password as new_password
from web.admin import plotly as plotly
from web.admin import replays as replays
from web.admin import run as run
from web.admin import runs as runs
from web.admin import setup as setup
from web.admin import try_it as try_it
from web.admin import users as users
from web.admin.blueprint import configure_admin

__all__ = ["configure_admin"]

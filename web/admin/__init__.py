"""The admin pages: how the bot is doing, and how to make it better. One module a page."""

# Each of them registers its pages, or what templates call.
from web.admin import conversations as conversations
from web.admin import dashboard as dashboard
from web.admin import lists as lists
from web.admin import plotly as plotly
from web.admin.blueprint import configure_admin

__all__ = ["configure_admin"]

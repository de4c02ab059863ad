"""The chat page: what a visitor sees at `/`."""

from web.chat.views import chat as blueprint

__all__ = ["blueprint"]

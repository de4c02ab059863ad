"""Visitor of a request for a conversation."""

from uuid import UUID

from web.conversations.service import ConversationNotFoundError
from web.http.visitors import current_visitor


def required_visitor() -> UUID:
    """Return the visitor of the request; raises ConversationNotFoundError for a stranger."""
    visitor = current_visitor()
    if visitor is None:
        raise ConversationNotFoundError
    return visitor

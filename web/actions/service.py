"""Answering of actions in a request, as `exchange` needs it."""

from typing import TYPE_CHECKING, cast

from flask import current_app

from chatbot.dialogue.action_calls import ActionAnswer
from web.actions.request import ActionRequest
from web.core.settings import current_settings

if TYPE_CHECKING:
    from web.actions.caller import ActionCaller, Read

_NAME = "recollect_actions"


def act(request: ActionRequest, read: "Read") -> ActionAnswer | None:
    """Return the answer of the action of a message; None where it gives none in time."""
    return _caller().answer(request, read)


def _caller() -> "ActionCaller":
    if _NAME not in current_app.extensions:
        # Imported here: bots without actions do without TLS and checks of answers.
        from web.actions.caller import ActionCaller

        current_app.extensions.setdefault(_NAME, ActionCaller(current_settings()))
    return cast("ActionCaller", current_app.extensions[_NAME])

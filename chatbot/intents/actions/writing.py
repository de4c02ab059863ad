"""Actions as objects of our files."""

from __future__ import annotations

from typing import Any

from chatbot.intents.actions.action import Action
from chatbot.intents.responses.fields import written_responses


def written_action(action: Action) -> dict[str, Any]:
    """Return an action as it is in a file, without its empty fields."""
    written = {
        "url": action.url,
        "error": written_responses(action.error, action.rich),
        "slots": {slot.name: slot.entity.name or slot.entity.kind for slot in action.slots},
        "rasa": action.rasa,
    }
    return {key: value for key, value in written.items() if value}

"""Requests as an action server of Rasa (3) expects them."""

from typing import Any
from uuid import UUID

from chatbot.dialogue.action_calls import ActionCall


def rasa_values(conversation_id: UUID, call: ActionCall) -> dict[str, Any]:
    """Return the values for the action of a call: a tracker with the latest message alone."""
    message = {
        "text": call.text,
        "intent": {"name": call.intent, "confidence": 1.0},
        "entities": [],
    }
    return {
        "next_action": call.action.rasa,
        "sender_id": str(conversation_id),
        "tracker": {
            "sender_id": str(conversation_id),
            "slots": dict(call.slots),
            "latest_message": message,
            "events": [{"event": "user", "text": call.text, "input_channel": "recollect"}],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": None,
        },
        "domain": {},
    }

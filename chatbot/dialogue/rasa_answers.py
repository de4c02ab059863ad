"""Answers of an action server of Rasa, as answers of our own form."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class _Button(BaseModel):
    title: str


class _Message(BaseModel):
    text: str | None = None
    buttons: list[_Button] | None = None


class _Event(BaseModel):
    event: str
    name: str | None = None
    value: Any = None

    @property
    def sets_slot(self) -> bool:
        """True for a value of a slot that is none of Rasa's own."""
        return self.event == "slot" and self.name not in (None, "requested_slot")

    @property
    def plain_value(self) -> Any:
        """Value of the slot; "true" or "false" for what has no other form here."""
        return str(self.value).lower() if isinstance(self.value, bool) else self.value


class RasaAnswer(BaseModel):
    """Events and messages of an action; events other than "slot" mean nothing here."""

    model_config = ConfigDict(frozen=True)

    events: list[_Event] = []
    responses: list[_Message] = []

    @property
    def values(self) -> dict[str, Any]:
        """Values of our own form: texts, titles of buttons, slots; no images, no custom JSON."""
        return {
            "responses": [
                {
                    "text": message.text,
                    "quick_replies": [button.title for button in message.buttons or ()],
                }
                for message in self.responses
                if message.text
            ],
            "slots": {event.name: event.plain_value for event in self.events if event.sets_slot},
        }

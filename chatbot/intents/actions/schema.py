"""Schema of actions in intent files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from chatbot.entities.entity import Entity
from chatbot.intents.actions.action import Action
from chatbot.intents.forms.form import Slot
from chatbot.intents.forms.schema import MOST_SLOTS, Name
from chatbot.intents.responses.fields import ResponsesField, response_texts, rich_responses

LONGEST_URL = 500
ACTION_EXAMPLE: JsonValue = {
    "url": "https://shop.example.com/orders",
    "error": ["I cannot look that up at the moment. Please call us: 01632 960200."],
}


def _url(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("https", "http") and parts.hostname and parts.port != 0
        is_plain = url.isascii() and url.isprintable() and not {*' "<>\\^`{|}#'} & {*url}
    except ValueError:
        is_whole = is_plain = False
    if not (is_whole and is_plain) or "@" in parts.netloc or len(url) > LONGEST_URL:
        raise PydanticCustomError("url", "url")
    return url


def listed(value: Any) -> Any:
    """Return a list of a single response."""
    return [value] if isinstance(value, (str, dict)) else value


class ActionEntry(BaseModel):
    """A program of yours, called by HTTPS, that answers the intent."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, title="Action"
    )

    url: Annotated[str, AfterValidator(_url)] = Field(examples=["https://shop.example.com/orders"])
    """The address, on a host of RECOLLECT_ACTION_HOSTS."""

    error: Annotated[ResponsesField, BeforeValidator(listed)] = Field(
        default=[], examples=[["I cannot look that up at the moment."]]
    )
    """The answer when the program gives none in time; without it, a sentence in the language."""

    slots: dict[Name, str] = Field(
        default={}, max_length=MOST_SLOTS, examples=[{"order_status": "text"}]
    )
    """Values that only the program gives, with their entities, for {{ … }} in the responses."""

    rasa: Annotated[str, Field(max_length=100)] = Field(
        default="", examples=["action_order_status"]
    )
    """The name of the action, where the program is an action server of Rasa."""

    description: str = ""
    """A note for people; not read by the bot."""

    def action(self, entities: Mapping[str, Entity]) -> Action:
        """Return the action, given all entities by name; raises KeyError for a missing one."""
        return Action(
            self.url,
            tuple(response_texts(self.error)),
            rich_responses(self.error),
            tuple(Slot(name, entities[entity], ()) for name, entity in self.slots.items()),
            self.rasa,
        )

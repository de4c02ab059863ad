"""Schema of what a page may set, in intent files."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from chatbot.intents.forms.schema import MOST_SLOTS, Name
from chatbot.intents.responses.bubble_fields import Label

MOST_CONTEXTS = 20
PAGE_EXAMPLE: JsonValue = {"contexts": ["checkout"], "slots": {"product": "text"}}


class PageEntry(BaseModel):
    """Contexts and values that a page with the chat may give, by Recollect.setContext."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, title="Page"
    )

    contexts: list[Label] = Field(default=[], max_length=MOST_CONTEXTS, examples=[["checkout"]])
    """Contexts that are open while the visitor is on such a page."""

    slots: dict[Name, str] = Field(
        default={}, max_length=MOST_SLOTS, examples=[{"product": "text"}]
    )
    """Values that a page may give, with their entities."""

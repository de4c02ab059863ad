"""Wording of the checks of actions: the fault, and the remedy."""

from __future__ import annotations

from pydantic_core import ErrorDetails

from chatbot.intents.forms.messages import form_sentence
from chatbot.text.sentence import sentence

_URL = sentence(
    "This is no address of a program: write https://, a host, a path, without"
    " user, blanks and #, at most 500 characters, as in"
    " https://shop.example.com/orders."
)
_RESPONSE = sentence(
    'An answer for errors is a text, or an object as in "responses", or a list of'
    " both: correct this one."
)
_SLOTS = sentence(
    'Slots of an action are names with their entities, as in {"order_status": "text"}.'
)


def action_sentence(detail: ErrorDetails) -> str:
    """Sentence about a pydantic error in an action."""
    part = next((name for name in ("error", "slots") if name in detail["loc"][1:]), "")
    if detail["type"] == "url":
        return _URL
    if part == "error" and detail["type"] != "blank":
        return _RESPONSE
    if part == "slots":
        return _SLOTS
    return form_sentence(detail)

"""Wording of the checks of responses: the fault, and the remedy."""

from __future__ import annotations

import json

from pydantic_core import ErrorDetails

from chatbot.intents.responses.bubble_fields import (
    LONGEST_ALT,
    LONGEST_PAUSE,
    LONGEST_TITLE,
    MOST_BUBBLES,
    MOST_CARDS,
    MOST_ITEMS,
)
from chatbot.text.wording import shortened

_RESPONSE = (
    'A response is a text, or {"text": "…", "quick_replies": ["…"], "when": {"context": "…",'
    ' "first_visit": true, "slots": {…}}} with at most 10 quick replies of 100 characters, or with'
    f' "bubbles": ["…", "…"], two to {MOST_BUBBLES}, in place of the text; "image", "list" and'
    ' "cards" may be beside the text: correct this one.'
)
LONG_RESPONSE = (
    "A response has at most 10,000 characters, with all of its bubbles and cards: shorten this one,"
    " or link to a page."
)
_PARTS = {
    "image": (
        'An image is {"url": "https://…", "alt": "…"}, and its "alt" says in at most'
        f" {LONGEST_ALT} characters what is to be seen: correct this one."
    ),
    "list": f'A "list" has 1 to {MOST_ITEMS} texts, as in ["A pump", "A lock"]: correct this one.',
    "cards": (
        f'"cards" are 1 to {MOST_CARDS} objects, as in {{"title": "City bike", "text": "…",'
        ' "image": {"url": "…", "alt": "…"}, "button": {"text": "Rent it", "url": "…"}}, of which'
        f" the title, at most {LONGEST_TITLE} characters, is needed: correct this one."
    ),
    "pause": f"A pause is a number of milliseconds, from 0 to {LONGEST_PAUSE}: correct this one.",
    "weekdays": 'Weekdays are a list of English names, as in ["saturday", "sunday"].',
    "time": 'Hours are {"from": "18:00", "to": "09:00"}: two times from 00:00 to 23:59.',
    "language": 'A language is a code of two or three letters, "de", or a list of such codes.',
}
"""Sentences by the keys that a place of a response has; the innermost counts."""


def response_sentence(detail: ErrorDetails) -> str:
    """Sentence about a pydantic error in a response that is an object."""
    if detail["type"] == "long":
        return LONG_RESPONSE
    shown = shortened(json.dumps(detail["input"], ensure_ascii=False, default=str))
    if detail["type"] == "image_url":
        return (
            "An image has an address with https://, without user and blanks, or a path on the"
            f" bot's own site, as in /pictures/tent.jpg, but here is {shown}."
        )
    if detail["type"] == "button_url":
        return (
            "A button leads to an address with https://, http://, mailto: or tel:, but here is"
            f" {shown}. Without an address, its text is the next message."
        )
    keys = [part for part in detail["loc"] if part in _PARTS]
    if detail["type"] == "blank" and keys[-1:] in ([], ["list"]):
        return "This response is blank: write one, or remove it."
    return _PARTS[str(keys[-1])] if keys else _RESPONSE

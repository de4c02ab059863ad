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
from chatbot.text.sentence import sentence
from chatbot.text.wording import shortened

_RESPONSE = sentence(
    'A response is a text, or {"text": "…", "quick_replies": ["…"], "when":'
    ' {"context": "…", "first_visit": true, "slots": {…}}} with at most 10 quick'
    ' replies of 100 characters, or with "bubbles": ["…", "…"], two to'
    ' %(most_bubbles)s, in place of the text; "image", "list" and "cards" may be'
    " beside the text: correct this one.",
    most_bubbles=MOST_BUBBLES,
)
LONG_RESPONSE = sentence(
    "A response has at most 10,000 characters, with all of its bubbles and cards:"
    " shorten this one, or link to a page."
)
_PARTS = {
    "image": (
        sentence(
            'An image is {"url": "https://…", "alt": "…"}, and its "alt" says in at most'
            " %(longest_alt)s characters what is to be seen: correct this one.",
            longest_alt=LONGEST_ALT,
        )
    ),
    "list": sentence(
        'A "list" has 1 to %(most_items)s texts, as in ["A pump", "A lock"]: correct this one.',
        most_items=MOST_ITEMS,
    ),
    "cards": (
        sentence(
            '"cards" are 1 to %(most_cards)s objects, as in {"title": "City bike", "text":'
            ' "…", "image": {"url": "…", "alt": "…"}, "button": {"text": "Rent it", "url":'
            ' "…"}}, of which the title, at most %(longest_title)s characters, is needed:'
            " correct this one.",
            most_cards=MOST_CARDS,
            longest_title=LONGEST_TITLE,
        )
    ),
    "pause": sentence(
        "A pause is a number of milliseconds, from 0 to %(longest_pause)s: correct this one.",
        longest_pause=LONGEST_PAUSE,
    ),
    "weekdays": sentence('Weekdays are a list of English names, as in ["saturday", "sunday"].'),
    "time": sentence('Hours are {"from": "18:00", "to": "09:00"}: two times from 00:00 to 23:59.'),
    "language": sentence(
        'A language is a code of two or three letters, "de", or a list of such codes.'
    ),
}
"""Sentences by the keys that a place of a response has; the innermost counts."""


def response_sentence(detail: ErrorDetails) -> str:
    """Sentence about a pydantic error in a response that is an object."""
    if detail["type"] == "long":
        return LONG_RESPONSE
    shown = shortened(json.dumps(detail["input"], ensure_ascii=False, default=str))
    if detail["type"] == "image_url":
        return sentence(
            "An image has an address with https://, without user and blanks, or a path on"
            " the bot's own site, as in /pictures/tent.jpg, but here is %(shown)s.",
            shown=shown,
        )
    if detail["type"] == "button_url":
        return sentence(
            "A button leads to an address with https://, http://, mailto: or tel:, but"
            " here is %(shown)s. Without an address, its text is the next message.",
            shown=shown,
        )
    keys = [part for part in detail["loc"] if part in _PARTS]
    if detail["type"] == "blank" and keys[-1:] in ([], ["list"]):
        return sentence("This response is blank: write one, or remove it.")
    return _PARTS[str(keys[-1])] if keys else _RESPONSE

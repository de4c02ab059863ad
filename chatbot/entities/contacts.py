"""Addresses, telephone numbers and order numbers in a message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatbot.entities.entity import Mention
from chatbot.entities.line import Line
from chatbot.text.markup.hrefs import MAILBOX, safe_href

_MAIL = re.compile(rf"(?<![\w.+%@'-]){MAILBOX}(?![\w@-])")
_WEB = re.compile(r"(?<![\w@./-])(?:https?://|www\.)[^\s<>\"]{1,500}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.,-])\+?\(?\d(?:[ ()./-]{0,3}\d){5,16}(?!\w)")
_ORDER = re.compile(
    # Behind a space, capitals alone are part of it: "CW 123456", but not "order 123456".
    r"(?<![\w-])(?:[A-Z]{1,4} |[A-Za-z]{1,6}[-_]?)?"
    r"(?:\d[A-Za-z0-9_-]{0,9})?\d{3}[A-Za-z0-9_-]{0,20}(?![\w-])"
)
_SURE_DIGITS = 5
"""Digits of an order number without letters that is sure: a smaller number may count something."""


def find_emails(line: Line) -> Iterator[Mention]:
    """Find mail addresses."""
    for match in _MAIL.finditer(line.text):
        yield Mention(match[0], match.start(), match.end())


def find_urls(line: Line) -> Iterator[Mention]:
    """Find web addresses that a browser may open."""
    for match in _WEB.finditer(line.text):
        text = match[0].rstrip(".,;:!?…'’*_~])")
        if safe_href(text):
            yield Mention(text, match.start(), match.start() + len(text))


def find_phones(line: Line) -> Iterator[Mention]:
    """Find telephone numbers of 7 to 15 digits; the value has digits alone, perhaps with a +."""
    for match in _PHONE.finditer(line.text):
        digits = re.sub(r"\D", "", match[0].replace("(0)", ""))
        if 7 <= len(digits) <= 15:
            yield Mention("+" * match[0].startswith("+") + digits, match.start(), match.end())


def find_order_numbers(line: Line) -> Iterator[Mention]:
    """Find order numbers: three digits or more in a row, perhaps behind letters: "CW-123456"."""
    for match in _ORDER.finditer(line.text):
        value = match[0].replace(" ", "-").upper()
        is_sure = not value.isdecimal() or len(value) >= _SURE_DIGITS
        yield Mention(value, match.start(), match.end(), is_sure)

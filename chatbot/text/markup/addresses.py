"""Bare addresses in a text: web, mail, telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from chatbot.text.markup.hrefs import HIDDEN, MAILBOX, phone_href, safe_href
from chatbot.text.markup.phones import PHONE, is_phone
from chatbot.text.markup.span import Span

_WEB_CHARACTER = rf"[^{HIDDEN}<>\"\\^`{{|}}“”„«»。，、；：！？）」』》】]"
_MAYBE = re.compile(r"[0-9]{3}|[0-9][ ./-][0-9]|://|@|www\.", re.IGNORECASE)
_ADDRESS = re.compile(
    rf"(?P<web>(?<![A-Za-z0-9])https?://{_WEB_CHARACTER}++)"
    rf"|(?P<www>(?<![\w@./-])www\.(?=[\w-]{{1,63}}\.\w){_WEB_CHARACTER}++)"
    rf"|(?P<mail>(?<![\w.+%@'-])(?<!//){MAILBOX}(?![\w@-]))"
    rf"|{PHONE}",
    re.IGNORECASE,
)
_PUNCTUATION = frozenset(".,;:!?…'’*_~]")


def linked(span: Span) -> Iterator[Span]:
    """Split a span without a link at the addresses: those become links."""
    text, end = span.text, 0
    matches = _ADDRESS.finditer(text) if _MAYBE.search(text) else ()
    for match in matches:
        shown, href = _link(match)
        if href:
            yield span.with_text(text[end : match.start()])
            yield replace(span, text=shown, href=href)
            end = match.start() + len(shown)
    yield span.with_text(text[end:])


def _link(match: re.Match[str]) -> tuple[str, str | None]:
    """Text of the link, and the address, None for no link."""
    text = match[0]
    if match["web"] or match["www"]:
        text = _without_tail(text)
        return text, safe_href(text)
    if match["mail"]:
        return text, safe_href(f"mailto:{text}")
    return text, phone_href(text) if is_phone(match) else None


def _without_tail(address: str) -> str:
    """The address without the full stop or bracket of the sentence around."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ")" and unopened > 0:
            unopened -= 1
        elif last not in _PUNCTUATION:
            break
        end -= 1
    return address[:end]

"""Responses as spans: the markup that authors write, made safe to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from chatbot.text.markup.addresses import linked
from chatbot.text.markup.markdown import styled
from chatbot.text.markup.span import Span, joined
from chatbot.text.markup.tags import tagged

_MAYBE_MARKUP = re.compile(
    r"[<*\[@]|://|[wW]{3}\.|[0-9](?:[ ./()\u00a0\u202f\u2011-]{0,4}+[0-9]){5}"
)


@lru_cache(maxsize=1024)
def response_spans(text: str) -> tuple[Span, ...]:
    """Split a response into spans: links, line breaks, emphasis, and text for all the rest.

    Read are a few tags of HTML, links and emphasis of Markdown, and bare addresses of web, mail
    and telephone. Any text has spans, in time linear in its length.
    """
    if not _MAYBE_MARKUP.search(text):
        return (Span(text),)
    return joined(_with_addresses(_with_markdown(tagged(text)))) or (Span(text),)


def plain_text(spans: Iterable[Span]) -> str:
    """Return the text for a terminal: the address of a link stands behind a text of its own."""
    return "".join(map(_plain, spans))


def _with_markdown(spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        yield from (span,) if span.code else styled(span)


def _with_addresses(spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        yield from (span,) if span.code or span.href else linked(span)


def _plain(span: Span) -> str:
    address = (span.href or "").removeprefix("mailto:")
    shown = {address.removeprefix(scheme) for scheme in ("", "https://", "http://")}
    if not address or address.startswith("tel:") or span.text in shown:
        return span.text
    return f"{span.text} ({address})"

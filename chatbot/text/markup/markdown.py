"""Markdown of a text: links, `**bold**` and `*italic*`, where beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from chatbot.text.markup.hrefs import safe_href
from chatbot.text.markup.span import Span

# Between words, asterisks are products, powers, footnotes and swear words.
_STYLED = re.compile(
    r"!?\[(?P<label>[^\[\]\n]{1,300}+)\]"
    r"\([ ]?<?(?P<href>[^\s()<>]{1,1000}+(?:\([^\s()<>]{0,300}+\)[^\s()<>]{0,300}+){0,3})>?"
    r"(?:[ ]{1,3}\"[^\"\n]{0,200}+\")?[ ]?\)"
    r"|(?<![\w*\\])\*\*(?=[^\s*])(?P<bold>(?:[^*\n]|\*(?!\*)){1,500})(?<=[^\s*])\*\*(?![\w*])"
    r"|(?<![\w*\\])\*(?=[\w\"'“‘(¿¡\[])(?P<italic>[^*\n]{1,500})(?<=[\w\"'”’)!?.…\]])\*(?![\w*])"
)


def styled(span: Span) -> Iterator[Span]:
    """Split a span at the Markdown; a link to an unsafe address stays as written."""
    text, end = span.text, 0
    for match in _STYLED.finditer(text):
        inner = _inner(span, match)
        if inner is None:
            continue
        yield span.with_text(text[end : match.start()])
        yield from styled(inner)
        end = match.end()
    yield span.with_text(text[end:])


def _inner(span: Span, match: re.Match[str]) -> Span | None:
    """Content of the match in its style; None where nothing would be gained.

    A style within itself stays as written, so the depth is at most three.
    """
    if match["label"]:
        href = safe_href(match["href"])
        if span.href or href is None or not match["label"].strip():
            return None
        return replace(span, text=match["label"], href=href)
    if match["bold"]:
        return None if span.bold else replace(span, text=match["bold"], bold=True)
    return None if span.italic else replace(span, text=match["italic"], italic=True)

"""Span: a stretch of a text in a single style."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Span:
    """Text to show in a style, never to be read as markup; line breaks are `\\n`.

    `href` is the address of a link, with the scheme http, https, mailto or tel.
    """

    text: str
    href: str | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    code: bool = False

    def with_text(self, text: str) -> Span:
        """Return another text in the same style."""
        return replace(self, text=text)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join neighbours of the same style; spans without text are left out."""
    pieces: list[tuple[Span, list[str]]] = []
    for span in spans:
        style = span.with_text("")
        if span.text and pieces and pieces[-1][0] == style:
            pieces[-1][1].append(span.text)
        elif span.text:
            pieces.append((style, [span.text]))
    return tuple(style.with_text("".join(texts)) for style, texts in pieces)

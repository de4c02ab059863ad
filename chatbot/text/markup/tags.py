"""Tags of HTML in a text: links, breaks, emphasis, lists; all others are text."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

from chatbot.text.markup.hrefs import safe_href
from chatbot.text.markup.span import Span

_VALUE = r"(?:\"[^\"<]*+\"|'[^'<]*+'|[“”][^“”<]*+[“”]|[^\s\"'“”<>]++)"
_ATTRIBUTES = rf"(?:\s++(?:[A-Za-z-]++\s*+=\s*+{_VALUE}\s*+)*+)?+"
SHOWN_TAGS = ("a", "br", "p", "div", "b", "strong", "i", "em", "u", "code", "ul", "ol", "li")
"""Names of the tags that the chat shows."""

_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>{'|'.join(SHOWN_TAGS)})"
    rf"(?P<attributes>{_ATTRIBUTES})/?>",
    re.IGNORECASE,
)
_HREF = re.compile(rf"(?<![\w-])href\s*+=\s*+(?P<value>{_VALUE})", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_STYLES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline"} | {
    "code": "code"
}
_BLANKS = " \t\r\n"


def tagged(text: str) -> list[Span]:
    """Split a text at the tags. Without a tag, entities stay as written, too."""
    tags = list(_TAG.finditer(text)) if "<" in text else []
    live = _live(tags)
    if not live:
        return [Span(text)]
    writer, end = _SpanWriter(), 0
    for tag in (tags[index] for index in sorted(live)):
        writer.write(text[end : tag.start()])
        writer.obey(tag)
        end = tag.end()
    writer.write(text[end:])
    return writer.spans


def _live(tags: list[re.Match[str]]) -> set[int]:
    """Indices of the tags that count: of links and emphasis, those that begin and end."""
    live: set[int] = set()
    unclosed: dict[str, list[int]] = {}
    for index, tag in enumerate(tags):
        name = tag["name"].lower()
        if name != "a" and name not in _STYLES:
            live.add(index)
        elif not tag["end"]:
            unclosed.setdefault(name, []).append(index)
        elif unclosed.get(name):
            live |= {unclosed[name].pop(), index}
    return live


def _decoded(text: str) -> str:
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text)


def _href(attributes: str) -> str | None:
    match = _HREF.search(attributes)
    return safe_href(_decoded(match["value"].strip("\"'“”"))) if match else None


class _SpanWriter:
    """Writes spans tag after tag. A break waits for the next text, so that none is at an end."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._hrefs: list[str | None] = []
        self._styles: Counter[str] = Counter()
        self._lists: list[int | None] = []
        self._breaks = 0
        self._bullet = ""

    def write(self, text: str) -> None:
        """Write the text between two tags."""
        begins = bool(self._breaks or self._bullet or not self.spans)
        text = _decoded(text.lstrip(_BLANKS) if begins else text)
        if not text:
            return
        if self.spans and self._breaks:
            self.spans.append(Span("\n" * self._breaks))
        self.spans.append(Span(self._bullet))
        styles = {style: count > 0 for style, count in self._styles.items()}
        href = self._hrefs[-1] if self._hrefs else None
        self.spans.append(Span(text, href, **styles))
        self._breaks, self._bullet = 0, ""

    def obey(self, tag: re.Match[str]) -> None:
        """Change style, line or list."""
        name, begins = tag["name"].lower(), not tag["end"]
        if name in _STYLES:
            self._styles[_STYLES[name]] += 1 if begins else -1
        elif name == "a" and begins:
            self._hrefs.append(_href(tag["attributes"]))
        elif name == "a":
            self._hrefs.pop()
        elif name == "br":
            self._breaks += 1
        else:
            self._block(name, begins)

    def _block(self, name: str, begins: bool) -> None:
        if not (self.spans and self.spans[-1].text.endswith("\n")):
            self._breaks = max(self._breaks, 1)
        if name == "li":
            self._bullet = self._next_bullet() if begins else ""
        elif name in ("ul", "ol") and begins:
            self._lists.append(1 if name == "ol" else None)
        elif name in ("ul", "ol") and self._lists:
            self._lists.pop()

    def _next_bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "• "
        self._lists[-1] = number + 1
        return f"{number}. "

"""Links as authors write them, in HTML and Markdown, also those that the chat does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from chatbot.text.markup.hrefs import safe_href
from chatbot.text.markup.tags import SHOWN_TAGS

_HTML = re.compile(
    r"<a\s(?:[^<>]{0,500}[\s\"'])?href\s{0,3}=\s{0,3}(?P<address>\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)"
    r"[^<>]{0,500}>(?P<label>(?:(?!</?a\b).){0,1000}?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(
    r"(?<![\w\]])!?\[(?P<label>[^\[\]\n]{0,300})\]"
    r"\(<?(?P<address>[^\s(){}<>]{0,500}[./:#][^\s(){}<>]{0,500})>?\)"
)
_SHOWN = re.compile(rf"</?(?:{'|'.join(SHOWN_TAGS)})\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """Link with the address as written, and the label without tags."""

    address: str
    label: str

    @property
    def is_shown(self) -> bool:
        """True for an address that the chat links to."""
        return safe_href(self.address) is not None


def written_links(text: str) -> Iterator[WrittenLink]:
    """Links in a response: in HTML, and in Markdown where the target looks like an address."""
    if "</a>" in text.lower():
        for match in _HTML.finditer(text):
            address = unescape(match["address"].strip("\"'")).strip()
            yield WrittenLink(address, unescape(_SHOWN.sub("", match["label"])))
    if "](" in text:
        for match in _MARKDOWN.finditer(text):
            yield WrittenLink(match["address"], match["label"])

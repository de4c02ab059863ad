"""Templates: texts with the values of slots. They look up a name and format it, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from chatbot.text.markup.hrefs import MAILBOX

_PLACEHOLDER = re.compile(r"\{\{([^{}]{0,200})\}\}")
_INNER = re.compile(r"\s*([^\W\d]\w{0,39})\s*(?:\|\s*([^|]{1,60}?)\s*)?")
_DATE_FORMAT = re.compile(r"(?=[^%]*%)(?:[^%]|%[dmyYHM])+")
_CASES: Mapping[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
}
_ACTIVE = re.compile(r"[<\[*`@]|&(?=[#\w])|:(?=//)|(?<=[wW])\.|\](?=\()")
_MAIL = re.compile(MAILBOX)
_WORD_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Placeholder of a template as written; `name` is None for one that cannot be read."""

    written: str
    name: str | None
    style: str | None = None

    def shown(self, value: str) -> str:
        """Return a value in the style, without markup of its own."""
        if self.style:
            case = _CASES.get(self.style)
            value = case(value) if case else _formatted(value, self.style)
        # A mail address may become a link: nothing leads away, and people copy it.
        if _MAIL.fullmatch(value):
            return value
        return _ACTIVE.sub(lambda match: match[0] + _WORD_JOINER, value)


def placeholders(text: str) -> Iterator[Placeholder]:
    """Return the placeholders of a text: {{ city }}, {{ city | upper }}, {{ day | %d.%m.%Y }}."""
    yield from map(_placeholder, _PLACEHOLDER.finditer(text))


def names_in(text: str) -> Iterator[str]:
    """Return the names of the slots that a text has values of."""
    return (p.name for p in placeholders(text) if p.name) if "{{" in text else iter(())


def without_placeholders(text: str) -> str:
    """Return a text without its placeholders."""
    return _PLACEHOLDER.sub("", text) if "{{" in text else text


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the values of its slots; what is no slot with a value stays as it is."""

    def shown(match: re.Match[str]) -> str:
        placeholder = _placeholder(match)
        value = values.get(placeholder.name or "")
        return placeholder.written if value is None else placeholder.shown(value)

    return _PLACEHOLDER.sub(shown, text) if values and "{{" in text else text


def _placeholder(match: re.Match[str]) -> Placeholder:
    inner = _INNER.fullmatch(match[1])
    style = inner[2] if inner else None
    if inner is None or not (style is None or style in _CASES or _DATE_FORMAT.fullmatch(style)):
        return Placeholder(match[0], None)
    return Placeholder(match[0], inner[1], style)


def _formatted(value: str, style: str) -> str:
    """Date or time in a style of digits; any other value as it is."""
    date = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
    time = re.fullmatch(r"(\d\d):(\d\d)", value)
    if date:
        parts = {"%Y": date[1], "%y": date[1][2:], "%m": date[2], "%d": date[3]}
    elif time:
        parts = {"%H": time[1], "%M": time[2]}
    else:
        return value
    return re.sub("%.", lambda match: parts.get(match[0], ""), style)

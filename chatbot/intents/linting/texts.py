"""Rules about the characters of patterns and responses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatbot.intents.forms.templates import without_placeholders
from chatbot.intents.intent_set import Intent
from chatbot.intents.linting.finding import Finding, TextPart
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.intents.linting.mojibake import has_lost_characters, mended
from chatbot.text.markup.tags import SHOWN_TAGS

_OTHER_NAMES = (
    "article aside audio big blockquote body button canvas center dd del details div dl dt"
    " embed font footer form frame h1 h2 h3 h4 h5 h6 head header hr html iframe img input ins"
    " label link main mark marquee meta nav object option pre s script section select small"
    " source span strike style sub summary sup svg table tbody td textarea tfoot th thead"
    " title tr tt video"
)
_OTHER_HTML = frozenset(_OTHER_NAMES.split())

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_PLACEHOLDER = re.compile(
    r"""\{\{?\s*[^\W\d][\w.]*\s*\}?\}          # {name}, {{ user.name }}
    | \$\{[^{}\s]+\}                           # ${name}
    | (?<![\w$])\$[a-z_][a-z_0-9]+\b           # $name
    | (?<![\w%])%(?:\(\w+\))?[sd](?!\w)        # %s, %(name)s
    | \[(?:[Yy]our|[Ii]nsert)\s[^\[\]]{1,40}\](?!\()   # [your name]
    | <[A-Z][A-Z_]+>                           # <HUMAN>
    | <[a-z]+_[a-z_]+>                         # <first_name>
    """,
    re.VERBOSE,
)
_PLACEHOLDER_SIGNS, _EXPRESSION_SIGNS = re.compile(r"[{$%\[<]"), re.compile(r"[\\*+()^\[|]")
"""Signs of which a placeholder, or an expression, has one at least: most texts have none."""
_ANGLED = re.compile(r"<([a-z]{3,20})>")
_EXPRESSION = re.compile(
    r"""\\[bBdDwWsS](?![a-z])|\.[*+](?=$|[^.*+])|\(\?[:=!<i]|^\^|[^$\s]\)\$$
    |\((?:[^()|\s]+\|)+[^()|\s]+\)|\[(?:[a-z]-[a-z]|[A-Z]-[A-Z]|0-9)|(?:^|\s)\*(?:\s|$)
    |\w\w\|\w\w""",
    re.VERBOSE,
)


def odd_texts(linted: LintedSet) -> Iterator[Finding]:
    """Patterns and responses with signs that mean nothing to the bot or to people."""
    has_slots = any(intent.form or intent.action for intent in linted.intents)
    for intent in linted.intents:
        yield from _odd_tag(intent)
        for pattern in intent.patterns:
            yield from _of_any(intent, "patterns", pattern, placeholders(pattern))
            if _EXPRESSION_SIGNS.search(pattern) and _EXPRESSION.search(pattern):
                yield Finding("regular_expression", intent.tag, "patterns", pattern)
        for response in intent.responses:
            # The placeholders of slots were checked: they are no rest of another program.
            text = without_placeholders(response) if has_slots else response
            yield from _of_any(intent, "responses", response, placeholders(text))
            names = tuple(dict.fromkeys(name.lower() for name in _TAG.findall(response)))
            unshown = tuple(name for name in names if name in _OTHER_HTML)
            if unshown:
                yield Finding("unshown_html", intent.tag, "responses", response, names=unshown)


def _odd_tag(intent: Intent) -> Iterator[Finding]:
    if (better := mended(intent.tag)) != intent.tag or has_lost_characters(intent.tag):
        better = "" if better == intent.tag else better
        yield Finding("mojibake", intent.tag, text=intent.tag, similar=better)


def _of_any(intent: Intent, part: TextPart, text: str, names: tuple[str, ...]) -> Iterator[Finding]:
    if names:
        yield Finding("placeholder", intent.tag, part, text, names=names)
    if (better := mended(text)) != text:
        yield Finding("mojibake", intent.tag, part, text, similar=better)
    elif has_lost_characters(text):
        yield Finding("mojibake", intent.tag, part, text)
    if text != text.strip(" "):
        yield Finding("surrounding_space", intent.tag, part, text)


def placeholders(text: str) -> tuple[str, ...]:
    """Return the placeholders of templates in a text: {name}, %s, $name, <HUMAN>."""
    if not _PLACEHOLDER_SIGNS.search(text):
        return ()
    names = [match.group() for match in _PLACEHOLDER.finditer(text)]
    html = {*SHOWN_TAGS, *_OTHER_HTML}
    names += [m.group() for m in _ANGLED.finditer(text) if m[1] not in html]
    return tuple(dict.fromkeys(names))

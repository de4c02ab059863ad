"""Rules about the links in responses."""

from __future__ import annotations

from collections.abc import Iterator

from chatbot.intents.linting.finding import Finding, Rule
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.text.comparison import is_blank
from chatbot.text.markup.written_links import WrittenLink, written_links


def odd_links(linted: LintedSet) -> Iterator[Finding]:
    """Links in responses that nobody can click."""
    for intent in linted.intents:
        for response in intent.responses:
            addresses: dict[Rule, list[str]] = {}
            for link in written_links(response):
                if rule := _rule(link):
                    addresses.setdefault(rule, []).append(link.address)
            for rule, names in addresses.items():
                unique = tuple(dict.fromkeys(names))
                yield Finding(rule, intent.tag, "responses", response, names=unique)


def _rule(link: WrittenLink) -> Rule | None:
    if not link.is_shown:
        return "unlinked_address"
    return "blank_link" if is_blank(link.label) else None

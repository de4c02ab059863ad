"""Rule about responses with values that may not be known."""

from __future__ import annotations

from collections.abc import Iterator

from chatbot.intents.forms.templates import names_in
from chatbot.intents.intent_set import Intent
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import LintedSet


def unknown_values(linted: LintedSet) -> Iterator[Finding]:
    """Intents whose responses all have values that only other intents ask for.

    Intents that wait for a context come after those, an action brings values, and so does a page.
    """
    slots = {name for intent in linted.intents for name in _own(intent)}
    slots -= {slot.name for slot in linted.intents.page.slots}
    for intent in linted.intents:
        if intent.action or intent.context_filter:
            continue
        own = _own(intent)
        unknown = [
            [name for name in names_in(text) if name in slots and name not in own]
            for text in intent.responses
        ]
        if unknown and all(unknown):
            names = tuple(dict.fromkeys(name for names in unknown for name in names))
            yield Finding(
                "unknown_value", intent.tag, "responses", intent.responses[0], names=names
            )


def _own(intent: Intent) -> set[str]:
    return {slot.name for slot in intent.form.slots} if intent.form else set()

"""Data of a program: numbers, paths, inputs and outputs, labels of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.intents.dialects.foreign.content import INPUTS, Content
from chatbot.intents.dialects.foreign.courtesies import is_courteous
from chatbot.intents.dialects.foreign.evidence import are_most
from chatbot.intents.dialects.foreign.words import in_sentence, is_said, is_word
from chatbot.intents.dialects.names import role_of

_OUTPUTS = frozenset(
    (
        *("output", "outputs", "salida", "salidas", "saida", "saidas", "sortie", "sorties"),
        *("ausgabe", "ausgaben", "keluaran"),
    )
)

_TOPIC = re.compile(r"[\w+#$-]+(?:/[\w+#$-]+)+")
"""Topic of MQTT: home/kitchen/light."""


def are_data(items: Sequence[Content]) -> bool:
    """True for numbers, shapes, paths in place of patterns.

    Where answers are sentences, these are the numbers of a menu.
    """
    return are_most(items, _is_data)


def _is_data(item: Content) -> bool:
    return not any(map(in_sentence, item.answers)) and not any(map(is_said, item.messages))


def are_runs(items: Sequence[Content]) -> bool:
    """True for inputs in words, and outputs, none of which is said to anybody."""
    is_spoken = any(map(in_sentence, (text for item in items for text in item.answers)))
    if is_spoken or not are_most(items, _is_run):
        return False
    has_words = any(map(is_word, (text for item in items for text in item.messages)))
    return has_words and not any(is_courteous((*item.messages, *item.answers)) for item in items)


def _is_run(item: Content) -> bool:
    return INPUTS.issuperset(item.patterns) and _OUTPUTS.issuperset(item.responses)


def have_topics(items: Sequence[Content]) -> bool:
    """True for a path in place of a topic with a word, as programs send it to one another."""
    return are_most(items, _has_topic)


def _has_topic(item: Content) -> bool:
    is_path = bool(_TOPIC.fullmatch(str(item.values.get("topic", ""))))
    return is_path and all(len(text.split()) == 1 for text in item.messages)


def are_labels(items: Sequence[Content]) -> bool:
    """True for texts that name parts of an intent, as labels of a page do."""
    return are_most(items, _is_label)


def _is_label(item: Content) -> bool:
    texts = [*item.patterns.values(), *item.responses.values()]
    return all(isinstance(text, str) for text in texts) and any(map(_names_part, texts))


def _names_part(text: str) -> bool:
    return len(text) > 1 and role_of(text) in ("patterns", "responses")

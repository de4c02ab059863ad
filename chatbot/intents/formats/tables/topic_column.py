"""Column of topics beside questions and answers, as a category: no name of an intent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from chatbot.intents.dialects.names import TOPIC_NAMES, normalized

if TYPE_CHECKING:
    from chatbot.intents.formats.tables.columns import Meaning


def is_topic_column(name: str) -> bool:
    """True for a column with a name of topics, in the singular or the plural."""
    key = normalized(name)
    return not TOPIC_NAMES.isdisjoint((key, key.removesuffix("s"), _singular(key)))


def _singular(key: str) -> str:
    return f"{key[:-3]}y" if key.endswith("ies") else key


def holds_several_answers(values: Sequence[Mapping[Meaning, str]]) -> bool:
    """True where the questions of a topic have several answers.

    A topic may be written once, with empty cells below it.
    """
    answers: dict[str, set[str]] = defaultdict(set)
    topic = ""
    for row in values:
        topic = row.get("intent") or topic
        if topic and row.get("text") and row.get("response"):
            answers[topic].add(row["response"])
    return any(len(texts) > 1 for texts in answers.values())

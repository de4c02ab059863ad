"""Keys of an object that is a message with its intent, or a question of a topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from chatbot.intents.formats.intent_draft import TextPart
from chatbot.intents.formats.tables.answers import AnsweredQuestions
from chatbot.intents.formats.tables.columns import Meaning, meaning_of
from chatbot.intents.formats.tables.topic_column import holds_several_answers, is_topic_column

_FIELDS: Mapping[Meaning, TextPart] = MappingProxyType(
    {"text": "patterns", "response": "responses"}
)


def field_of(key: str) -> TextPart | None:
    """Field of an intent by the key of an object, None for any other key."""
    meaning = meaning_of(key)
    return _FIELDS.get(meaning) if meaning else None


def intent_key_of(item: Mapping[str, Any]) -> str:
    """Key of the intent in an object, "" if that is no example and no intent.

    A key of intents is preferred to one of topics.
    """
    if not any(map(field_of, item)):
        return ""
    keys = [key for key in item if meaning_of(key) == "intent"]
    return "intent" if "intent" in keys else min(keys, key=is_topic_column, default="")


class TopicKeys:
    """Keys that are no intents, as the questions of one topic have several answers."""

    def __init__(self, questions: AnsweredQuestions | None) -> None:
        self._questions = questions

    @classmethod
    def of(cls, items: Sequence[Mapping[str, Any]]) -> TopicKeys:
        """The keys of topics of these objects."""
        rows = [row for item in items if (row := _row(item, intent_key_of(item)))]
        if not holds_several_answers(rows):
            return cls(None)
        return cls(AnsweredQuestions((row["text"], row["response"]) for row in rows))

    def first_question(self, item: Mapping[str, Any], intent_key: str) -> str:
        """First question with the answers of an object's; "" where the key is an intent's."""
        row = _row(item, intent_key)
        return self._questions.first(row["text"]) if self._questions and row else ""


def _row(item: Mapping[str, Any], intent_key: str) -> dict[Meaning, str]:
    """Topic, question and answer of an object, none without a topic or a question."""
    row: dict[Meaning, str] = {"intent": "", "text": "", "response": ""}
    for key, value in item.items():
        meaning = meaning_of(key)
        if meaning in _FIELDS or key == intent_key:
            row[meaning or "intent"] = value.strip() if isinstance(value, str) else ""
    is_of_topic = is_topic_column(intent_key) and bool(row["intent"] and row["text"])
    return row if is_of_topic else {}

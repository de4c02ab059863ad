"""Questions with answers and without tags, such as a list of frequent questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chatbot.intents.dialects.names import QUESTION_NAMES, TOPIC_NAMES, normalized, role_of
from chatbot.intents.dialects.present_roles import PresentRoles
from chatbot.intents.dialects.texts import is_text


def are_untagged(items: Sequence[Any], roles: PresentRoles) -> bool:
    """True for questions with answers, some of them without a tag.

    Whatever their names, the first or the last has none: those that were added stand between.
    """
    objects = [item for item in items if isinstance(item, dict)]
    if not objects or not all(map(roles.is_whole, objects)):
        return False
    untagged = [item for item in objects if "tag" not in roles.of(item)]
    is_at_end = untagged[:1] == objects[:1] or untagged[-1:] == objects[-1:]
    if is_at_end and not any(map(_may_have_tag, untagged)):
        return True
    questions = [item for item in objects if not QUESTION_NAMES.isdisjoint(map(normalized, item))]
    is_untagged = any("tag" not in roles.of(item) for item in questions)
    return is_untagged or _share_topics(questions)


def _may_have_tag(item: dict[str, Any]) -> bool:
    """True for an intent of ours, or with a text that may be its tag, by an unknown name.

    A text and its answer are complete.
    """
    roles = {role_of(key): value for key, value in item.items()}
    is_pair = all(isinstance(roles.get(role), str) for role in ("patterns", "responses"))
    others = (value for key, value in item.items() if role_of(key) is None)
    return "patterns" in item or not (is_pair or not any(map(is_text, others)))


def _share_topics(questions: Sequence[dict[str, Any]]) -> bool:
    """True if questions with other answers have the same topic: it tells no intent."""
    answers: dict[str, list[Any]] = {}
    for item in questions:
        roles = {role_of(key): value for key, value in item.items()}
        for topic in _topics(item):
            answers.setdefault(topic, []).append(roles.get("responses"))
    return any(answer != first for first, *others in answers.values() for answer in others)


def _topics(item: dict[str, Any]) -> list[str]:
    """Topic of a question that has no other tag, but perhaps an identifier."""
    tags = {normalized(key): value for key, value in item.items() if role_of(key) == "tag"}
    texts = [value for key, value in tags.items() if key != "id" and isinstance(value, str)]
    return texts if {*tags} <= TOPIC_NAMES | {"id"} else []

"""Members of a file: intents by name, groups of them, and what is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import starmap
from typing import Any

from chatbot.intents.dialects.fallback_names import is_fallback_answer
from chatbot.intents.dialects.names import TOPIC_NAMES, normalized, role_of
from chatbot.intents.dialects.recognition import has_content
from chatbot.intents.dialects.texts import has_text

_CODE = re.compile(r"[\w.:/-]*", re.ASCII)
_COMMENTS = ("_", "//", "#")


def holds_text(value: Any) -> bool:
    """True for a text, a list of them, or an object with one."""
    return any(map(has_text, value.values())) if isinstance(value, dict) else has_text(value)


def is_answer(name: str, value: Any) -> bool:
    """True for sentences, and not a code, by a name of the answers of a fallback."""
    texts = value if isinstance(value, list) else [value]
    are_texts = all(isinstance(text, str) for text in texts)
    return are_texts and is_fallback_answer(name) and not all(map(_CODE.fullmatch, texts))


def is_no_tag(key: str) -> bool:
    """True for the name of a topic of questions, or none."""
    return not key or normalized(key) in TOPIC_NAMES


def holds_nothing(item: Any) -> bool:
    """True for null, and for an object without anything but a tag and comments."""
    members = item.items() if isinstance(item, dict) else [("", "")] if item is not None else ()
    return all(key.startswith(_COMMENTS) or _is_tag(key, value) for key, value in members)


def _is_tag(key: str, value: Any) -> bool:
    return role_of(key) == "tag" and isinstance(value, str)


def name_of(key: str, item: Mapping[str, Any]) -> str | None:
    """Return the name of an intent by its key; None for a number beside a tag: that is the name."""
    return None if key.isdecimal() and any(starmap(_is_tag, item.items())) else key


def is_named_intent(name: str, item: Any) -> bool:
    """True for an object that is an intent, by a name."""
    return isinstance(item, dict) and has_content({"tag": name, **item})


def is_group(item: Any) -> bool:
    """True for an object with an intent by a name."""
    return isinstance(item, dict) and any(starmap(is_named_intent, item.items()))

"""Members of a file: intents by name, groups of them, and what is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import starmap
from typing import Any

from chatbot.intents.dialects.fallback_names import is_fallback_answer, is_outer_fallback
from chatbot.intents.dialects.intent_keys import keys_by_role
from chatbot.intents.dialects.names import TOPIC_NAMES, normalized, role_of
from chatbot.intents.dialects.recognition import has_content
from chatbot.intents.dialects.texts import has_text

_ADDRESS = re.compile(r"@|://|^www\.")
_FEWEST_WORDS = 3
_ENDS = (".", "!", "?", "…")
_COMMENTS = ("_", "//", "#")


def holds_text(value: Any) -> bool:
    """True for a text, a list of them, or an object with one, also in a list."""
    if isinstance(value, dict):
        return any(map(has_text, value.values()))
    return has_text(value) or (isinstance(value, list) and any(map(holds_text, value)))


def is_answer(name: str, value: Any) -> bool:
    """True for sentences by a name of the answers of a fallback, or for an object with them.

    An object names its responses, so that it may have any name of a fallback.
    """
    if isinstance(value, dict):
        key = response_key(value)
        return bool(key) and is_outer_fallback(name) and _are_sentences(value[key])
    return is_fallback_answer(name) and _are_sentences(value)


def response_key(item: Mapping[str, Any]) -> str:
    """Return the key of the responses of an object, "" for none."""
    return keys_by_role(item).get("responses", "")


def _are_sentences(value: Any) -> bool:
    return all(map(_is_sentence, value if isinstance(value, list) else [value]))


def _is_sentence(text: Any) -> bool:
    """True for words of a language: no code, no colour, and more than an address."""
    if not isinstance(text, str):
        return False
    words = text.split()
    plain = [word for word in words if not _ADDRESS.search(word)]
    if len(plain) < len(words):
        return len(plain) >= _FEWEST_WORDS
    # Languages with other letters may have no spaces.
    return len(words) > 1 or text.strip().endswith(_ENDS) or not text.isascii()


def is_no_tag(key: str) -> bool:
    """True for the name of a topic of questions, or none."""
    return not key or normalized(key) in TOPIC_NAMES


def holds_nothing(item: Any) -> bool:
    """True for null, and for an object without anything but a tag and comments."""
    members = item.items() if isinstance(item, dict) else [("", "")] if item is not None else ()
    return all(_is_comment(key, value) or _is_tag(key, value) for key, value in members)


def _is_comment(key: str, value: Any) -> bool:
    is_text = not isinstance(value, (list, dict))
    return key.startswith(_COMMENTS) and role_of(key) is None and is_text


def _is_tag(key: str, value: Any) -> bool:
    return role_of(key) == "tag" and isinstance(value, str)


def are_numbered(members: Mapping[str, Any]) -> bool:
    """True for intents by number, each with a tag of its own: these are the names."""
    items = [
        item for key, item in members.items() if key.isdecimal() and is_named_intent(key, item)
    ]
    tags = list(map(_own_tag, items))
    return all(tags) and len({*tags}) == len(tags)


def _own_tag(item: Mapping[str, Any]) -> str:
    """Tag of an intent, "" for none and for a topic, which others may share."""
    key = keys_by_role(item).get("tag", "")
    tag = "" if is_no_tag(key) else item[key]
    return tag.strip() if isinstance(tag, str) else ""


def is_named_intent(name: str, item: Any) -> bool:
    """True for an object that is an intent, by a name."""
    return isinstance(item, dict) and has_content({"tag": name, **item})


def is_group(item: Any) -> bool:
    """True for an object with an intent by a name."""
    return isinstance(item, dict) and any(starmap(is_named_intent, item.items()))

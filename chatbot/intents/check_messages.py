"""Wording of the checks of intent files: the fault, and the remedy."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic_core import ErrorDetails

from chatbot.intents.context_fields import MOST_TURNS
from chatbot.intents.dialects.foreign.other_files import OtherFile, other_file
from chatbot.intents.dialects.locales import are_locales
from chatbot.intents.responses.messages import LONG_RESPONSE, response_sentence
from chatbot.text.wording import counted, shortened

_SHAPE = '{"intents": [ … ]}'
_MOST_KEYS = 6
_EXAMPLE = '{"tag": "opening_hours", "patterns": [ … ], "responses": [ … ]}'


def unrecognised(document: Any, lists: Sequence[str], likely: OtherFile | None = None) -> str:
    """Sentence about a file without intents, or with several `lists` that may be intents.

    `likely` is the kind of things that look like intents.
    """
    if other := other_file(document):
        return _of_other_file(other)
    if likely:
        return (
            f"This looks like {likely.name}, and not like intents. If it has intents, write"
            f" {_SHAPE} around them, or an object per intent, as in {_EXAMPLE}."
        )
    if lists:
        if are_locales(lists):
            return (
                f"The intents are there in several languages ({', '.join(lists)}), and a bot speaks"
                " one: keep those of one language, and make a bot for each other."
            )
        names = ", ".join(f'"{shortened(name)}"' for name in lists)
        return f'Each of {names} may be the intents: put all into one list named "intents".'
    if isinstance(document, list):
        items = counted(len(document), "item")
        return f"The file is a list of {items}, and none is an intent: write {_SHAPE}."
    if isinstance(document, str) and document.lstrip().startswith(("{", "[")):
        return "The JSON stands inside of a text: remove the outer quotes, and the backslashes."
    if not isinstance(document, dict):
        return f"The file holds {_kind(document)}: write {_SHAPE}."
    others = {key: value for key, value in document.items() if key != "$schema"}
    if not others:
        return f'The file has no "intents": write {_SHAPE}.'
    name = shortened(next(iter(others)))
    entry = f'{{"tag": "{name}", "patterns": [ … ], "responses": [ … ]}}'
    if all(_is_texts(value) for value in others.values()):
        return (
            f"The file has texts under {keys_of(others)}, and nothing tells patterns from"
            f" responses. Write {_SHAPE} with an object per intent, as in {entry}."
        )
    if all(isinstance(value, str) for value in others.values()):
        return (
            f"The file has no intents; it has a text under each of {keys_of(others)}. If those are"
            ' questions and their answers, write [{"question": "…", "answer": "…"}, …].'
        )
    return (
        f"The file has no intents; it has {keys_of(others)}. Write {_SHAPE} with an object per"
        f" intent, as in {entry}."
    )


def _of_other_file(other: OtherFile) -> str:
    if other.imports:
        return f"This is {other.name}, not an intent file: flask intents import reads it."
    return (
        f"This is {other.name}, not an intent file. Write {_SHAPE} with an object per intent, as in"
        f" {_EXAMPLE}."
    )


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def no_content(intents: Any) -> str:
    """Sentence about "intents" without content; "" if there is some."""
    if isinstance(intents, dict) and intents:
        return ""
    if not isinstance(intents, list):
        return f'"intents" is a list, but here is {_kind(intents)}: write [ {_EXAMPLE} ].'
    return "" if intents else f"The list of intents is empty: add one, as in {_EXAMPLE}."


def parallel_lists(count: int) -> str:
    """Sentence about an object without a tag that has as many patterns as responses."""
    return (
        f"Here are {count:,} patterns and {count:,} responses in two lists, and no tag. If each"
        ' response belongs to the pattern at its place, write them in pairs: [{"question": "…",'
        ' "answer": "…"}, …]. If they are one intent, add "tag": "a_name".'
    )


def content_sentence(detail: ErrorDetails) -> str:
    """Sentence about a pydantic error."""
    location, value = detail["loc"], detail["input"]
    name = str(location[0]) if location else ""
    item = _ITEM_NAMES.get(name, "text")
    kind = detail["type"]
    is_item = len(location) > 1
    if name == "responses" and "object" in location:
        return response_sentence(detail)
    if kind == "missing":
        return f'This intent has no tag; it has {keys_of(value)}. Add "tag": "a_name".'
    if kind == "long":
        return LONG_RESPONSE
    if kind == "blank":
        return f"This {item} is blank: write one{', or remove it' if is_item else ''}."
    if "object" in location:
        return _context_sentence(name, value)
    if kind == "list_type":
        advice = "put it in [ and ]" if isinstance(value, str) else 'write ["…", "…"]'
        return f'"{name}" is a list of texts, but here is {_kind(value)}: {advice}.'
    if kind == "string_type":
        subject = f"A {item}" if is_item else f'"{name}"'
        return f"{subject} is a text in double quotes, but here is {_kind(value)}: write a text."
    return f"An intent is an object, but here is {_kind(value)}: write {_EXAMPLE}."


def _context_sentence(name: str, value: Any) -> str:
    """Sentence about an object of contexts by lifespan, or of all contexts that are awaited."""
    shown = shortened(json.dumps(value, ensure_ascii=False, default=str))
    if name == "context_set":
        return (
            "The lifespan of a context is a number of messages, 0 to close it and at most"
            f' {MOST_TURNS}, but here is {shown}: write {{"a_name": 10}}.'
        )
    return f'Contexts to wait for are names, or {{"all": ["…"]}}, but here is {shown}.'


_ITEM_NAMES = {
    "tag": "tag",
    "patterns": "pattern",
    "responses": "response",
    "tests": "test",
    "context_set": "context",
    "context_filter": "context",
}


def keys_of(document: dict[str, Any]) -> str:
    """Phrase about the keys of an object: 'the keys "name", "text" …'."""
    quoted = ", ".join(f'"{shortened(key)}"' for key in list(document)[:_MOST_KEYS])
    more = " …" if len(document) > _MOST_KEYS else ""
    if not document:
        return "no keys at all"
    return f"the {'key' if len(document) == 1 else 'keys'} {quoted}{more}"


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    kinds: dict[type, str] = {str: "a text", list: "a list", dict: "an object"}
    return kinds.get(type(value), "a number")

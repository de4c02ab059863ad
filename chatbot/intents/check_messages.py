"""Wording of the checks of intent files: the fault, and the remedy."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic_core import ErrorDetails

from chatbot.intents.context_fields import MOST_TURNS
from chatbot.intents.dialects.foreign.other_files import OtherFile, other_file
from chatbot.intents.dialects.locales import are_locales
from chatbot.intents.responses.messages import LONG_RESPONSE, response_sentence
from chatbot.text.sentence import sentence
from chatbot.text.wording import grouped, shortened

_SHAPE = '{"intents": [ … ]}'
_MOST_KEYS = 6


def _entry(tag: str) -> str:
    return f'{{"tag": "{shortened(tag)}", "patterns": [ … ], "responses": [ … ]}}'


_EXAMPLE = _entry("opening_hours")


def unrecognised(document: Any, lists: Sequence[str], likely: OtherFile | None = None) -> str:
    """Sentence about a file without intents, or with several `lists` that may be intents.

    `likely` is the kind of things that look like intents.
    """
    if other := other_file(document):
        return _of_other_file(other)
    if likely:
        return _of_likely(likely)
    if lists:
        return _of_lists(lists)
    if isinstance(document, dict):
        return _of_object({key: value for key, value in document.items() if key != "$schema"})
    if isinstance(document, list):
        return _of_list(document)
    if isinstance(document, str) and document.lstrip().startswith(("{", "[")):
        return sentence(
            "The JSON stands inside of a text: remove the outer quotes, and the backslashes."
        )
    return sentence(
        "The file holds %(document)s: write %(shape)s.", document=_kind(document), shape=_SHAPE
    )


def _of_likely(likely: OtherFile) -> str:
    return sentence(
        "This looks like %(name)s, and not like intents. If it has intents, write"
        " %(shape)s around them, or an object per intent, as in %(example)s.",
        name=likely.name,
        shape=_SHAPE,
        example=_EXAMPLE,
    )


def _of_lists(names: Sequence[str]) -> str:
    """Sentence about lists that may all be the intents."""
    if are_locales(names):
        return sentence(
            "The intents are there in several languages (%(lists)s), and a bot speaks one:"
            " keep those of one language, and make a bot for each other.",
            lists=", ".join(names),
        )
    return sentence(
        'Each of %(names)s may be the intents: put all into one list named "intents".',
        names=_quoted(names),
    )


def _of_list(items: list[Any]) -> str:
    """Sentence about a list without intents, perhaps of texts in pairs by names of any kind."""
    first = _first_of(items)
    if isinstance(first, dict) and len(first) == 2 and all(map(_is_text, first.values())):
        return sentence(
            "The file is a list of %(items)s, and none is an intent; the first has %(keys)s. If"
            ' these are questions and their answers, call them "question" and "answer".',
            items=_items(len(items)),
            keys=keys_of(first),
        )
    if _has_lists_of_texts(first):
        return sentence(
            "The file is a list of %(items)s, and none is an intent; the first has %(keys)s. If"
            ' these are messages and their answers, call them "patterns" and "responses".',
            items=_items(len(items)),
            keys=keys_of(first),
        )
    if isinstance(first, list) and len(first) == 2:
        return sentence(
            "The file is a list of %(items)s, and none is an intent; the first has two values. If"
            ' these are questions and their answers, write [{"question": "…", "answer": "…"}, …].',
            items=_items(len(items)),
        )
    return sentence(
        "The file is a list of %(items)s, and none is an intent: write %(shape)s.",
        items=_items(len(items)),
        shape=_SHAPE,
    )


def _of_object(others: dict[str, Any]) -> str:
    """Sentence about an object without intents, with `others` in it."""
    if not others:
        return sentence('The file has no "intents": write %(shape)s.', shape=_SHAPE)
    entry = _entry(next(iter(others)))
    if all(_is_texts(value) for value in others.values()):
        return sentence(
            "The file has texts under %(others)s, and nothing tells patterns from"
            " responses. Write %(shape)s with an object per intent, as in %(entry)s.",
            others=keys_of(others),
            shape=_SHAPE,
            entry=entry,
        )
    if all(map(_is_text, others.values())):
        return sentence(
            "The file has no intents; it has a text under each of %(others)s. If those are"
            ' questions and their answers, write [{"question": "…", "answer": "…"}, …].',
            others=keys_of(others),
        )
    objects = [key for key, value in others.items() if isinstance(value, (list, dict))]
    text = _of_value(objects[0], others[objects[0]]) if len(objects) == 1 else ""
    if text:
        return text
    return sentence(
        "The file has no intents; it has %(others)s. Write %(shape)s with an object"
        " per intent, as in %(entry)s.",
        others=keys_of(others),
        shape=_SHAPE,
        entry=entry,
    )


def _of_value(name: str, value: Any) -> str:
    """Sentence about the only list or object of a file, if it may be intents; "" for another."""
    if _are_texts_by_name(value):
        return sentence(
            'The file has no intents; "%(name)s" has texts under each of %(others)s. If those are'
            ' questions and their answers, write [{"question": "…", "answer": "…"}, …].',
            name=shortened(name),
            others=keys_of(value),
        )
    first = _first_of(value)
    if _has_lists_of_texts(first):
        return sentence(
            'The file has no intents; the first item of "%(name)s" has %(keys)s. If these are'
            ' messages and their answers, call them "patterns" and "responses".',
            name=shortened(name),
            keys=keys_of(first),
        )
    return ""


def _of_other_file(other: OtherFile) -> str:
    if other.imports:
        return sentence(
            "This is %(name)s, not an intent file: flask intents import reads it.", name=other.name
        )
    return sentence(
        "This is %(name)s, not an intent file. Write %(shape)s with an object per"
        " intent, as in %(example)s.",
        name=other.name,
        shape=_SHAPE,
        example=_EXAMPLE,
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _first_of(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else None


def _has_lists_of_texts(item: Any) -> bool:
    """True for an object with two lists of texts, such as "user" and "bot"."""
    values = item.values() if isinstance(item, dict) else ()
    return sum(bool(value) and _is_texts(value) for value in values) > 1


def _are_texts_by_name(value: Any) -> bool:
    """True for an object of texts, or of lists of texts."""
    texts = value.values() if isinstance(value, dict) else ()
    return bool(texts) and all(_is_text(text) or _is_texts(text) for text in texts)


def no_content(intents: Any) -> str:
    """Sentence about "intents" without content; "" if there is some."""
    if isinstance(intents, dict) and intents:
        return ""
    if not isinstance(intents, list):
        return sentence(
            '"intents" is a list, but here is %(intents)s: write [ %(example)s ].',
            intents=_kind(intents),
            example=_EXAMPLE,
        )
    return (
        ""
        if intents
        else sentence("The list of intents is empty: add one, as in %(example)s.", example=_EXAMPLE)
    )


def parallel_lists(count: int) -> str:
    """Sentence about an object without a tag that has as many patterns as responses."""
    return sentence(
        "Here are %(count)s patterns and %(count)s responses in two lists, and no tag."
        " If each response belongs to the pattern at its place, write them in pairs:"
        ' [{"question": "…", "answer": "…"}, …]. If they are one intent, add "tag":'
        ' "a_name".',
        count=grouped(count),
    )


def content_sentence(detail: ErrorDetails) -> str:
    """Sentence about a pydantic error."""
    location, value = detail["loc"], detail["input"]
    name = str(location[0]) if location else ""
    kind = detail["type"]
    if name == "responses" and "object" in location:
        return response_sentence(detail)
    if kind == "missing":
        return sentence(
            'This intent has no tag; it has %(value)s. Add "tag": "a_name".', value=keys_of(value)
        )
    if kind == "long":
        return LONG_RESPONSE
    item, is_item = _ITEM_NAMES.get(name, sentence("text")), len(location) > 1
    if kind == "blank":
        if is_item:
            return sentence("This %(item)s is blank: write one, or remove it.", item=item)
        return sentence("This %(item)s is blank: write one.", item=item)
    if "object" in location:
        return _context_sentence(name, value)
    subject = sentence("A %(item)s", item=item) if is_item else f'"{name}"'
    return _type_sentence(kind, name, subject, value)


def _type_sentence(kind: str, name: str, subject: str, value: Any) -> str:
    """Sentence about a value of another type than a list, a text or an object."""
    if kind == "list_type":
        advice = sentence("put it in [ and ]") if isinstance(value, str) else _WRITE_LIST
        return sentence(
            '"%(name)s" is a list of texts, but here is %(value)s: %(advice)s.',
            name=name,
            value=_kind(value),
            advice=advice,
        )
    if kind == "string_type":
        return sentence(
            "%(subject)s is a text in double quotes, but here is %(value)s: write a text.",
            subject=subject,
            value=_kind(value),
        )
    return sentence(
        "An intent is an object, but here is %(value)s: write %(example)s.",
        value=_kind(value),
        example=_EXAMPLE,
    )


def _context_sentence(name: str, value: Any) -> str:
    """Sentence about an object of contexts by lifespan, or of all contexts that are awaited."""
    shown = shortened(json.dumps(value, ensure_ascii=False, default=str))
    if name == "context_set":
        return sentence(
            "The lifespan of a context is a number of messages, 0 to close it and at most"
            ' %(most_turns)s, but here is %(shown)s: write {"a_name": 10}.',
            most_turns=MOST_TURNS,
            shown=shown,
        )
    return sentence(
        'Contexts to wait for are names, or {"all": ["…"]}, but here is %(shown)s.', shown=shown
    )


_ITEM_NAMES = {
    "tag": sentence("tag"),
    "patterns": "pattern",
    "responses": sentence("response"),
    "tests": sentence("test"),
    "context_set": sentence("context"),
    "context_filter": sentence("context"),
}


def keys_of(document: dict[str, Any]) -> str:
    """Phrase about the keys of an object: 'the keys "name", "text" …'."""
    quoted = _quoted(list(document))
    if not document:
        return sentence("no keys at all")
    if len(document) == 1:
        return sentence("the key %(keys)s", keys=quoted)
    return sentence("the keys %(keys)s", keys=quoted)


def _quoted(names: Sequence[str]) -> str:
    """Names in quotes, with an ellipsis for those that are too many to be read."""
    quoted = ", ".join(f'"{shortened(name)}"' for name in names[:_MOST_KEYS])
    return quoted + (" …" if len(names) > _MOST_KEYS else "")


def _items(count: int) -> str:
    if count == 1:
        return sentence("1 item")
    return sentence("%(count)s items", count=grouped(count))


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return _KINDS.get(type(value), sentence("a number"))


_KINDS: dict[type, str] = {
    str: sentence("a text"),
    list: sentence("a list"),
    dict: sentence("an object"),
}
_WRITE_LIST = sentence('write ["…", "…"]')

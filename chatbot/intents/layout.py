"""Layout of intent files: the same text for the same content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from chatbot.intents.actions.action import is_action
from chatbot.intents.actions.schema import ActionEntry
from chatbot.intents.forms.schema import FormEntry, SlotEntry
from chatbot.intents.schema import IntentEntry, TurnEntry

_INDENT = "  "
_DOCUMENT_KEYS = ("$schema", "contexts", "entities", "page", "intents", "conversations")
_INTENT_KEYS = tuple(IntentEntry.model_fields)
_ACTION_KEYS = tuple(ActionEntry.model_fields)
_FORM_KEYS, _SLOT_KEYS = tuple(FormEntry.model_fields), tuple(SlotEntry.model_fields)
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Number(str):
    """Number as written: 1.10 stays 1.10."""

    __slots__ = ()


def formatted(text: str) -> str:
    """Lay out the text of a file in our dialect, which has to be JSON without faults.

    Two spaces a level, an item a line, keys in the order of the schema and then all others in
    their own order, nothing escaped but quotes, backslashes and control characters.
    """
    return layout(json.loads(text, parse_float=_Number, parse_int=_Number))


def layout(document: dict[str, Any]) -> str:
    """Lay out a document of our dialect."""
    intents = document.get("intents")
    if isinstance(intents, list):
        document = {**document, "intents": [_intent(item) for item in intents]}
    return f"{_value(_sorted(document, _DOCUMENT_KEYS), '')}\n"


def _intent(item: Any) -> Any:
    """An intent with its keys in order, and those of its form and its action."""
    if not isinstance(item, dict):
        return item
    form = item.get("form")
    if isinstance(form, dict):
        form = _sorted(form, _FORM_KEYS)
        slots = form.get("slots")
        if isinstance(slots, list):
            rows = [_sorted(s, _SLOT_KEYS) if isinstance(s, dict) else s for s in slots]
            form["slots"] = rows
        item = {**item, "form": form}
    if is_action(item.get("action")):
        item = {**item, "action": _sorted(item["action"], _ACTION_KEYS)}
    return _sorted(item, _INTENT_KEYS)


def _sorted(members: dict[str, Any], first: Sequence[str]) -> dict[str, Any]:
    others = [key for key in members if key not in first]
    return {key: members[key] for key in (*first, *others) if key in members}


def _value(value: Any, indent: str) -> str:
    inner = indent + _INDENT
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, dict) and value and {*value} <= {*TurnEntry.model_fields}:
        return f"{{{', '.join(f'{_text(key)}: {_text(item)}' for key, item in value.items())}}}"
    if isinstance(value, dict):
        members = (f"{_text(key)}: {_value(item, inner)}" for key, item in value.items())
        return _block("{", members, "}", indent)
    if isinstance(value, list):
        return _block("[", (_value(item, inner) for item in value), "]", indent)
    return _text(value)


def _block(opening: str, items: Iterable[str], closing: str, indent: str) -> str:
    rows = [f"\n{indent}{_INDENT}{item}" for item in items]
    return f"{opening}{','.join(rows)}\n{indent}{closing}" if rows else opening + closing


def _text(value: Any) -> str:
    """A text, number or constant in JSON; half a surrogate pair, not possible in UTF-8, escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)

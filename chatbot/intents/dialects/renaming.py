"""Renaming of an intent in a file, in the dialect of the file."""

from __future__ import annotations

from chatbot.intents.checks import CheckedFile, CheckedIntent
from chatbot.intents.dialects.dialect import Dialect
from chatbot.intents.dialects.insertions import without_place
from chatbot.located_json.insertions import JsonEditor
from chatbot.located_json.keys import key_span, quoted_as
from chatbot.located_json.replacements import Replacement
from chatbot.located_json.scanner import Path


def tag_replacement(file: CheckedFile, intent: CheckedIntent, tag: str) -> Replacement:
    """Return the edit that gives an intent of a file another tag, of plain letters.

    The tag is a text of its own, or the key of the intent; a question without one gets one.
    """
    source, origin = file.source, intent.origin
    if file.dialect and file.dialect.shape in ("tags", "answered"):
        raise without_place(file)
    key = origin.keys.get("tag")
    if key is not None:
        return _value(file, (*origin.path, key), tag)
    if ("tag",) in origin.paths:
        name = (file.dialect or Dialect("list", ())).name("tag")
        return JsonEditor(source).insert_first_member(origin.path, name, tag)
    start, end = key_span(source, origin.path)
    return Replacement(start, end, quoted_as(source.text[start:end], tag))


def _value(file: CheckedFile, path: Path, tag: str) -> Replacement:
    parsed, text = file.source.parsed, file.source.text
    start, end = parsed.offsets[path], parsed.ends[path]
    return Replacement(start, end, quoted_as(text[start:end], tag))

"""Insertions of patterns and intents into a file, and new responses, in the file's dialect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chatbot.intents.checks import CheckedFile, CheckedIntent
from chatbot.intents.dialects.dialect import Dialect
from chatbot.intents.dialects.names import is_negative
from chatbot.intents.dialects.texts import key_of_pattern, wildcard_paths
from chatbot.intents.errors import WriteBackError
from chatbot.intents.intent_set import Intent
from chatbot.intents.marks.mark import written_form
from chatbot.intents.reserved_tags import FALLBACK_TAG
from chatbot.intents.responses.words import written_words
from chatbot.located_json.insertions import JsonEditor
from chatbot.located_json.keys import member_removal
from chatbot.located_json.replacements import Replacement, item_removals
from chatbot.located_json.scanner import Path


def pattern_insertions(
    file: CheckedFile, intent: CheckedIntent, added: Sequence[str]
) -> Iterator[Replacement]:
    """Return the insertions of patterns into an intent of a file."""
    editor, dialect, origin = JsonEditor(file.source), _dialect(file), intent.origin
    path = origin.paths.get(("patterns",))
    if not any(origin.path[: len(outer)] == outer for outer in dialect.paths):
        yield from _beside_intents(file, intent, added)
    elif dialect.shape == "answered":
        raise without_place(file)
    elif dialect.shape == "rasa":
        examples = [{"text": text, "intent": intent.entry.tag} for text in _texts(added)]
        yield _append(file, editor, dialect.paths[0], examples)
    elif path is None and dialect.shape == "tags":
        yield _tagged_member(file, editor, dialect.paths[0], intent.entry.tag, _texts(added))
    else:
        yield from _into_intent(file, intent, added, dialect.name("patterns"))


def _into_intent(
    file: CheckedFile, intent: CheckedIntent, added: Sequence[str], name: str
) -> Iterator[Replacement]:
    """Insertions of patterns into those of an intent, or as new ones under a name."""
    editor, origin = JsonEditor(file.source), intent.origin
    if path := origin.paths.get(("patterns",)):
        yield from _into_value(file, editor, path, added)
    else:
        members = list(file.source.value_at(origin.path))
        yield editor.insert_list(origin.path, members, name, [*map(written_form, added)])


def _beside_intents(
    file: CheckedFile, intent: CheckedIntent, added: Sequence[str]
) -> Iterator[Replacement]:
    """Edits that give patterns to a fallback beside the intents: to its object, or to a new one."""
    if isinstance(file.source.value_at(intent.origin.path), dict):
        yield from _into_intent(file, intent, added, "patterns")
    else:
        yield from _moved_inside(file, intent, added)


def _moved_inside(
    file: CheckedFile, intent: CheckedIntent, added: Sequence[str]
) -> Iterator[Replacement]:
    """Edits that make an intent of the answers of a fallback beside the intents."""
    removal = member_removal(file.source, intent.origin.path)
    if removal is None:
        raise _beside(file)
    answers = [text for text in intent.entry.responses if isinstance(text, str)]
    yield removal
    yield from intent_insertions(file, [Intent(FALLBACK_TAG, tuple(added), tuple(answers))])


def _into_value(
    file: CheckedFile, editor: JsonEditor, path: Path, added: Sequence[str]
) -> Iterator[Replacement]:
    value = file.source.value_at(path)
    if isinstance(value, dict):
        keys = (key for key, member in value.items() if _takes_patterns(key, member))
        if name := next(keys, None):
            yield from _into_value(file, editor, (*path, name), added)
        else:
            yield editor.insert_list(path, list(value), "positive", [*map(written_form, added)])
    elif isinstance(value, list):
        yield from _into_list(file, editor, path, added)
    else:
        yield from editor.extend_value(path, [*map(written_form, added)])


def _takes_patterns(key: str, member: Any) -> bool:
    """True for a member of an object of patterns with more of them: a number alone stays so."""
    return not is_negative(key) and not isinstance(member, (int, float))


def _into_list(
    file: CheckedFile, editor: JsonEditor, path: Path, added: Sequence[str]
) -> Iterator[Replacement]:
    """Insertions of patterns into a list; those that stand for anything give way to the first."""
    value = file.source.value_at(path)
    wildcards = wildcard_paths(value, path)
    for wildcard, text in zip(wildcards, added, strict=False):
        yield editor.replace_value(wildcard, written_form(text))
    yield from item_removals(file.source, map(_item, wildcards[len(added) :]))
    if rest := added[len(wildcards) :]:
        yield editor.insert_items(path, len(value), [*_like(value, map(written_form, rest))])


def _like(items: Sequence[Any], patterns: Iterable[str | dict[str, Any]]) -> Iterator[Any]:
    """Patterns in the form that all items share: a list, or an object, whose `type` they share."""
    key = _shared(map(key_of_pattern, items))
    kind = _shared(item.get("type") for item in items) if key else None
    are_lists = bool(items) and all(isinstance(item, list) for item in items)
    for pattern in patterns:
        if key and isinstance(pattern, str):
            form = {"type": kind, key: pattern}
            yield {name: form[name] for name in items[0] if form.get(name) is not None}
        else:
            yield [pattern] if are_lists else pattern


def _shared(values: Iterable[Any]) -> Any:
    """Return the value that all have, or None."""
    first, *others = (*values,) or (None,)
    return first if all(other == first for other in others) else None


def _texts(patterns: Sequence[str]) -> list[str]:
    """Patterns in a dialect that has texts alone; a mark in a text is one in any dialect."""
    forms = [(pattern, written_form(pattern)) for pattern in patterns]
    return [form if isinstance(form, str) else str(pattern) for pattern, form in forms]


def _item(path: Path) -> Path:
    """Path of the item of a list that holds the text."""
    return path if isinstance(path[-1], int) else _item(path[:-1])


def response_replacements(
    file: CheckedFile, intent: CheckedIntent, texts: Mapping[str, str]
) -> Iterator[Replacement]:
    """Return the replacements of responses of an intent of a file, or of their words."""
    editor = JsonEditor(file.source)
    for index, response in enumerate(intent.entry.responses):
        path = intent.origin.paths["responses", index]
        written = response if isinstance(response, str) else file.source.value_at(path)
        for place, text in written_words(written, path):
            if text in texts:
                yield editor.replace_value(place, texts[text])


def intent_insertions(file: CheckedFile, new: Sequence[Intent]) -> Iterator[Replacement]:
    """Return the insertions of new intents into a file."""
    editor, dialect = JsonEditor(file.source), _dialect(file)
    path = dialect.paths[-1]
    value = file.source.value_at(path)
    if dialect.shape in ("rasa", "answered"):
        raise without_place(file)
    if dialect.shape == "tags":
        for intent in new:
            for place, texts in zip(
                dialect.paths, (_texts(intent.patterns), intent.responses), strict=True
            ):
                yield _tagged_member(file, editor, place, intent.tag, texts)
    elif isinstance(value, list):
        yield _append(file, editor, path, [_entry(dialect, intent) for intent in new], lead=0)
    elif dialect.shape == "names":
        for intent in new:
            members = _entry(dialect, intent)
            del members[dialect.name("tag")]
            yield editor.insert_member(path, list(value)[-1], intent.tag, members)
    elif file.source.is_wrapped:
        yield from editor.extend_value(path, [_entry(dialect, intent) for intent in new])
    else:
        for intent in new:
            yield editor.append_document(path, _entry(dialect, intent))


def _tagged_member(
    file: CheckedFile, editor: JsonEditor, path: Path, tag: str, texts: Sequence[str]
) -> Replacement:
    return editor.insert_member(path, list(file.source.value_at(path))[-1], tag, list(texts))


def without_place(file: CheckedFile) -> WriteBackError:
    """Error about a file in which an intent has no place of its own."""
    if file.dialect and file.dialect.shape == "answered":
        return WriteBackError(
            f"{file.source.file} has one answer for each question, and no place for further"
            " messages with the same answer. Convert the file first: flask intents convert"
        )
    return WriteBackError(
        f"{file.source.file} has examples apart from one another, and no place for responses beside"
        " them. Convert the file first: flask intents convert"
    )


def _beside(file: CheckedFile) -> WriteBackError:
    """Error about a fallback that has its answers, and a comment, beside the intents."""
    return WriteBackError(
        f"{file.source.file} has the answers of the fallback beside the intents, by a comment, and"
        " no place for messages of it. Convert the file first: flask intents convert"
    )


def _append(
    file: CheckedFile, editor: JsonEditor, path: Path, items: Sequence[Any], lead: int = 1
) -> Replacement:
    return editor.insert_items(path, len(file.source.value_at(path)), items, lead=lead)


def _entry(dialect: Dialect, intent: Intent) -> dict[str, Any]:
    return {
        dialect.name("tag"): intent.tag,
        dialect.name("patterns"): [written_form(pattern) for pattern in intent.patterns],
        dialect.name("responses"): list(intent.responses),
    }


def _dialect(file: CheckedFile) -> Dialect:
    return file.dialect or Dialect("list", (("intents",),))

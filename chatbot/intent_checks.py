"""Everything that can be wrong with the content of an intent file, in sentences."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chatbot.intent_schema import IntentEntry, is_blank
from chatbot.json_scanner import Path, shortened
from chatbot.json_source import JsonSource
from chatbot.problems import Problem, counted

_SHAPE = '{"intents": [ … ]}'
_EXAMPLE = '{"tag": "opening_hours", "patterns": [ … ], "responses": [ … ]}'


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What a file holds, as far as it is right, and all problems that it has by itself."""

    source: JsonSource
    entries: tuple[IntentEntry, ...]
    tags: tuple[tuple[Path, str], ...]
    problems: tuple[Problem, ...]


def check_file(source: JsonSource) -> CheckedFile:
    """Check a file by itself. Where its text had to be guessed, only the text is judged."""
    if not source.is_certain:
        return CheckedFile(source, (), (), source.problems)
    shape_problem = _shape_problem(source)
    if shape_problem:
        return CheckedFile(source, (), (), (*source.problems, shape_problem))
    entries: list[IntentEntry] = []
    problems = list(source.problems)
    for index, item in enumerate(source.value["intents"]):
        path: Path = ("intents", index)
        try:
            entries.append(IntentEntry.model_validate(item))
        except ValidationError as error:
            problems += [_content_problem(source, path, detail) for detail in error.errors()]
        if isinstance(item, dict):
            problems += _without_content(source, path, item)
            problems += _trained_tests(source, path, item)
    return CheckedFile(source, tuple(entries), tuple(_tags(source.value)), tuple(problems))


def repeated_tags(files: Iterable[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for every tag that an intent before has, in the same file or another."""
    first: dict[str, str] = {}
    for file in files:
        for path, tag in file.tags:
            if tag in first:
                message = (
                    f'The tag "{shortened(tag)}" is already at {first[tag]}. '
                    "Rename one of the two intents, or join them."
                )
                yield file.source.problem(path, message)
            else:
                line, column = file.source.place(path)
                first[tag] = f"{file.source.file}:{line}:{column}"


def _tags(document: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for index, item in enumerate(document["intents"]):
        tag = item.get("tag") if isinstance(item, dict) else None
        if isinstance(tag, str) and not is_blank(tag):
            yield ("intents", index, "tag"), tag.strip()


def without_patterns(files: Iterable[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem if no intent of all files has a pattern: there is nothing to recognise."""
    first = None
    for file in files:
        if file.problems or any(entry.patterns for entry in file.entries):
            return
        first = first or file
    if first:
        message = "No intent has patterns, so there is nothing to recognise: add patterns."
        yield first.source.problem(("intents",), message)


def _without_content(source: JsonSource, path: Path, item: dict[str, Any]) -> Iterator[Problem]:
    if item.get("patterns", []) == [] == item.get("responses", []):
        message = (
            f"This intent has neither patterns nor responses; it has {_keys(item)}. "
            'Add "patterns": [ … ], "responses": [ … ], or both.'
        )
        yield source.problem(path, message)


def _trained_tests(source: JsonSource, path: Path, item: dict[str, Any]) -> Iterator[Problem]:
    patterns = {compared(pattern) for _, pattern in _texts(item, "patterns")}
    for index, test in _texts(item, "tests"):
        if compared(test) in patterns:
            message = "This test is also a pattern of the intent: word it differently."
            yield source.problem((*path, "tests", index), message)


def _texts(item: dict[str, Any], name: str) -> Iterator[tuple[int, str]]:
    texts = item.get(name)
    for index, text in enumerate(texts if isinstance(texts, list) else []):
        if isinstance(text, str) and not is_blank(text):
            yield index, text


def compared(text: str) -> str:
    """Return a text as it is compared with others: in one case, with single spaces."""
    return " ".join(text.casefold().split())


def _shape_problem(source: JsonSource) -> Problem | None:
    document = source.value
    if not isinstance(document, dict):
        return source.problem((), _not_an_object(document))
    if "intents" not in document:
        return source.problem((), _no_intents(document))
    message = _not_a_list(document["intents"])
    return source.problem(("intents",), message) if message else None


def _not_an_object(document: Any) -> str:
    if not isinstance(document, list):
        return f"The file holds {_kind(document)}: write {_SHAPE}."
    if len(document) == 1 and isinstance(document[0], dict) and "intents" in document[0]:
        return f"The file is a list around {_SHAPE}: remove its first [ and its last ]."
    items = counted(len(document), "item")
    return f'The file is a bare list of {items}: put {{"intents": before it and }} after it.'


def _no_intents(document: dict[str, Any]) -> str:
    others = {key: value for key, value in document.items() if key != "$schema"}
    if not others:
        return f'The file has no "intents": write {_SHAPE}.'
    name, value = next(iter(others.items()))
    if len(others) == 1 and isinstance(value, list) and all(isinstance(v, dict) for v in value):
        return f'The file has no "intents": write "intents" in place of "{shortened(name)}".'
    return (
        f'The file has no "intents"; it has {_keys(others)}. Write {_SHAPE} with an object per '
        f'intent, as in {{"tag": "{shortened(name)}", "patterns": [ … ], "responses": [ … ]}}.'
    )


def _not_a_list(intents: Any) -> str:
    if isinstance(intents, dict) and intents:
        name = shortened(next(iter(intents)))
        return (
            f'"intents" is an object with {_keys(intents)}. Make it a list and each key a tag, '
            f'as in [{{"tag": "{name}", "patterns": [ … ], "responses": [ … ]}}].'
        )
    if not isinstance(intents, list):
        return f'"intents" is a list, but here is {_kind(intents)}: write [ {_EXAMPLE} ].'
    return "" if intents else f"The list of intents is empty: add one, as in {_EXAMPLE}."


def _content_problem(source: JsonSource, path: Path, detail: ErrorDetails) -> Problem:
    location = detail["loc"]
    if detail["type"] == "missing":
        location = location[:-1]
    return source.problem((*path, *location), _sentence(detail))


def _sentence(detail: ErrorDetails) -> str:
    """Return a pydantic error as what is wrong and what to do."""
    location, found = detail["loc"], detail["input"]
    name = str(location[0]) if location else ""
    item = _ITEM_NAMES.get(name, "text")
    kind = detail["type"]
    is_item = len(location) > 1
    if kind == "missing":
        return f'This intent has no tag; it has {_keys(found)}. Add "tag": "a_name".'
    if kind == "blank":
        return f"This {item} is blank: write one{', or remove it' if is_item else ''}."
    if kind == "list_type":
        advice = "put it in [ and ]" if isinstance(found, str) else 'write ["…", "…"]'
        return f'"{name}" is a list of texts, but here is {_kind(found)}: {advice}.'
    if kind == "string_type":
        subject = f"A {item}" if is_item else f'"{name}"'
        return f"{subject} is a text in double quotes, but here is {_kind(found)}: write a text."
    return f"An intent is an object, but here is {_kind(found)}: write {_EXAMPLE}."


_ITEM_NAMES = {
    "tag": "tag",
    "patterns": "pattern",
    "responses": "response",
    "tests": "test",
    "context_set": "context",
    "context_filter": "context",
}


def _keys(document: dict[str, Any], most: int = 6) -> str:
    """Return the keys of an object for a sentence: 'the keys "name", "text" …'."""
    shown = ", ".join(f'"{shortened(key)}"' for key in list(document)[:most])
    more = " …" if len(document) > most else ""
    if not document:
        return "no keys at all"
    return f"the {'key' if len(document) == 1 else 'keys'} {shown}{more}"


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    kinds: dict[type, str] = {str: "a text", list: "a list", dict: "an object"}
    return kinds.get(type(value), "a number")

"""Checks of the content of intent files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chatbot.intents.check_messages import (
    content_sentence,
    keys_of,
    no_intents,
    not_a_list,
    not_an_object,
)
from chatbot.intents.schema import IntentEntry, is_blank
from chatbot.located_json.problems import Problem
from chatbot.located_json.scanner import Path
from chatbot.located_json.source import JsonSource
from chatbot.text.wording import shortened


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """Valid entries of a file, the places of the tags, and the problems."""

    source: JsonSource
    entries: tuple[IntentEntry, ...]
    tags: tuple[tuple[Path, str], ...]
    problems: tuple[Problem, ...]


def check_file(source: JsonSource) -> CheckedFile:
    """Check a file on its own; check only the syntax if the parser had to guess the text."""
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
    """Problems of tags already taken by an earlier intent, in the same file or another."""
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
    """Problem of files without any pattern: there is nothing to recognise."""
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
            f"This intent has neither patterns nor responses; it has {keys_of(item)}. "
            'Add "patterns": [ … ], "responses": [ … ], or both.'
        )
        yield source.problem(path, message)


def _trained_tests(source: JsonSource, path: Path, item: dict[str, Any]) -> Iterator[Problem]:
    patterns = {comparison_key(pattern) for _, pattern in _texts(item, "patterns")}
    for index, test in _texts(item, "tests"):
        if comparison_key(test) in patterns:
            message = "This test is also a pattern of the intent: word it differently."
            yield source.problem((*path, "tests", index), message)


def _texts(item: dict[str, Any], name: str) -> Iterator[tuple[int, str]]:
    texts = item.get(name)
    for index, text in enumerate(texts if isinstance(texts, list) else []):
        if isinstance(text, str) and not is_blank(text):
            yield index, text


def comparison_key(text: str) -> str:
    """Case-folded text with single spaces, for comparing."""
    return " ".join(text.casefold().split())


def _shape_problem(source: JsonSource) -> Problem | None:
    document = source.value
    if not isinstance(document, dict):
        return source.problem((), not_an_object(document))
    if "intents" not in document:
        return source.problem((), no_intents(document))
    message = not_a_list(document["intents"])
    return source.problem(("intents",), message) if message else None


def _content_problem(source: JsonSource, path: Path, detail: ErrorDetails) -> Problem:
    location = detail["loc"]
    if detail["type"] == "missing":
        location = location[:-1]
    return source.problem((*path, *location), content_sentence(detail))

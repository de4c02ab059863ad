"""Checks of the content of intent files."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chatbot.intents.actions.messages import action_sentence
from chatbot.intents.check_messages import (
    content_sentence,
    keys_of,
    no_content,
    parallel_lists,
    unrecognised,
)
from chatbot.intents.conversations.reading import ReadConversations, ReadTurn
from chatbot.intents.dialects.dialect import Dialect
from chatbot.intents.dialects.intent_reader import ReadIntent
from chatbot.intents.dialects.note import Note, counted_notes
from chatbot.intents.dialects.reading import Reading, read_source
from chatbot.intents.dialects.recognition import UnrecognisedError
from chatbot.intents.forms.checks import CheckedEntities, check_entities, placed
from chatbot.intents.forms.messages import form_sentence
from chatbot.intents.intent_set import MOST_INTENTS
from chatbot.intents.marks.reading import without_marks
from chatbot.intents.page.checks import CheckedPage, check_page
from chatbot.intents.schema import IntentEntry
from chatbot.located_json.problems import Problem
from chatbot.located_json.scanner import more_such
from chatbot.located_json.source import JsonSource
from chatbot.text.comparison import comparison_key, is_blank
from chatbot.text.sentence import as_sentence, sentence
from chatbot.text.wording import grouped, shortened

_MAX_REPEATS = 5


@dataclass(frozen=True, slots=True)
class CheckedIntent:
    """Valid intent of a file, with the paths of its values in the file."""

    entry: IntentEntry
    origin: ReadIntent


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """Valid intents of a file, its problems, its dialect, and notes of departures from our own.

    `tags` are all tags with their places, also those of invalid intents. `entities` are those of
    the file, with problems of their own: they count if there is a form in any file.
    """

    source: JsonSource
    intents: tuple[CheckedIntent, ...] = ()
    tags: tuple[tuple[ReadIntent, str], ...] = ()
    entities: CheckedEntities = field(default_factory=CheckedEntities)
    problems: tuple[Problem, ...] = ()
    dialect: Dialect | None = None
    notes: tuple[Note, ...] = ()
    conversations: tuple[tuple[ReadTurn, ...], ...] = ()
    page: CheckedPage | None = None

    @property
    def has_legacy_contexts(self) -> bool:
        """True for {"contexts": "legacy"}: a context stays open until another replaces it."""
        document = self.source.value
        return isinstance(document, dict) and document.get("contexts") == "legacy"

    @property
    def entries(self) -> tuple[IntentEntry, ...]:
        """The valid intents without their places."""
        return tuple(intent.entry for intent in self.intents)


def check_file(source: JsonSource) -> CheckedFile:
    """Check a file on its own; check only the syntax if the parser had to guess the text."""
    problems = () if source.is_tolerable else source.problems
    if not source.is_certain:
        return CheckedFile(source, problems=problems)
    try:
        reading = _reading(source)
    except _ShapeError as error:
        return CheckedFile(source, problems=(*problems, error.problem))
    read = ReadConversations.of(source)
    content: list[Problem] = [*read.problems]
    intents = [_checked(source, intent, content) for intent in reading.intents]
    checked = check_entities(source, reading.dialect)
    return CheckedFile(
        source,
        tuple(intent for intent in intents if intent),
        tuple(_tags(reading.intents)),
        checked,
        (*problems, *_counted(content)),
        reading.dialect,
        counted_notes([*_habits(source), *reading.notes]),
        read.conversations,
        check_page(source),
    )


def repeated_tags(files: Iterable[CheckedFile], tags: Container[str]) -> Iterator[Problem]:
    """Problems of those tags that an earlier intent has, in the same file or another."""
    first: dict[str, str] = {}
    for file in files:
        for intent, tag in file.tags:
            path = intent.path_of(("tag",))
            if tag in first and tag in tags:
                message = sentence(
                    'The tag "%(tag)s" is already at %(first)s. Rename one of the two intents, or'
                    " join them.",
                    tag=shortened(tag),
                    first=first[tag],
                )
                yield file.source.problem(path, message)
            elif tag not in first:
                line, column = file.source.place(path)
                first[tag] = f"{file.source.file}:{line}:{column}"


def without_patterns(files: Iterable[CheckedFile]) -> Iterator[Problem]:
    """Problem of files without any pattern: there is nothing to recognise."""
    first = None
    for file in files:
        if file.problems or any(entry.patterns for entry in file.entries):
            return
        first = first or file
    if first:
        path = first.dialect.paths[0] if first.dialect else ()
        message = sentence(
            "No intent has patterns, so there is nothing to recognise: add patterns."
        )
        yield first.source.problem(path, message + _likely_patterns(first.notes))


def _likely_patterns(notes: Iterable[Note]) -> str:
    """Sentence about texts by a name without a role, or about sentences for contexts, or ""."""
    likely = ("unread_texts", "patterns"), ("unread_context", "")
    keys = (note.key for note in notes if (note.kind, note.meaning) in likely)
    key = next(keys, "")
    return (
        sentence(' If the texts of "%(key)s" are they, call them "patterns".', key=shortened(key))
        if key
        else ""
    )


class _ShapeError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


def _reading(source: JsonSource) -> Reading:
    document = source.value
    message = no_content(document.get("intents", {"": ""})) if isinstance(document, dict) else ""
    if message:
        raise _ShapeError(source.problem(("intents",), message))
    try:
        reading = read_source(source)
    except UnrecognisedError as error:
        problem = source.problem((), unrecognised(document, error.lists, error.likely))
        raise _ShapeError(problem) from error
    if len(reading.intents) > MOST_INTENTS:
        path = reading.intents[MOST_INTENTS].path
        message = sentence(
            "More than %(most_intents)s intents are in this file: divide it into several.",
            most_intents=grouped(MOST_INTENTS),
        )
        raise _ShapeError(source.problem(path, message))
    return reading


def _checked(
    source: JsonSource, intent: ReadIntent, problems: list[Problem]
) -> CheckedIntent | None:
    """The intent, if it is valid; add its problems."""
    checked = None
    try:
        checked = CheckedIntent(IntentEntry.model_validate(intent.values), intent)
    except ValidationError as error:
        faults = (_content_problem(source, intent, detail) for detail in error.errors())
        problems += dict.fromkeys(faults)
    if isinstance(intent.values, dict):
        problems += _without_content(source, intent)
        problems += _trained_tests(source, intent)
    return checked


def _content_problem(source: JsonSource, intent: ReadIntent, detail: ErrorDetails) -> Problem:
    location = detail["loc"]
    if detail["type"] == "missing" and len(location) == 1:
        location = location[:-1]
        detail = {**detail, "input": source.value_at(intent.path)}
        if count := _side_by_side(intent):
            return source.problem(intent.path, parallel_lists(count))
    if location and location[0] in ("form", "action"):
        path = (*intent.path_of(location[:1]), *location[1:])
        sentence = form_sentence if location[0] == "form" else action_sentence
        return source.problem(placed(source, path), sentence(detail))
    return source.problem(intent.path_of(location), content_sentence(detail))


def _side_by_side(intent: ReadIntent) -> int:
    """Number of the questions in an object, outside of a list, with as many answers; or 0."""
    lists = [intent.values.get(role) for role in ("patterns", "responses")]
    counts = {len(texts) if isinstance(texts, list) else 0 for texts in lists}
    is_alone = not intent.path or isinstance(intent.path[-1], str)
    return max(counts) if is_alone and len(counts) == 1 and max(counts) > 1 else 0


def _without_content(source: JsonSource, intent: ReadIntent) -> Iterator[Problem]:
    if {"patterns", "responses"}.isdisjoint(intent.values):
        message = sentence(
            "This intent has neither patterns nor responses; it has %(path)s. Add"
            ' "patterns": [ … ], "responses": [ … ], or both.',
            path=keys_of(source.value_at(intent.path)),
        )
        yield source.problem(intent.path, message)


def _trained_tests(source: JsonSource, intent: ReadIntent) -> Iterator[Problem]:
    tests = list(_texts(intent.values, "tests"))
    if not tests:
        return
    texts = (without_marks(pattern) for _, pattern in _texts(intent.values, "patterns"))
    patterns = set(map(comparison_key, texts))
    for index, test in tests:
        if comparison_key(test) in patterns:
            message = sentence("This test is also a pattern of the intent: word it differently.")
            yield source.problem(intent.path_of(("tests", index)), message)


def _tags(intents: Iterable[ReadIntent]) -> Iterator[tuple[ReadIntent, str]]:
    for intent in intents:
        tag = intent.values.get("tag") if isinstance(intent.values, dict) else None
        if isinstance(tag, str) and not is_blank(tag):
            yield intent, tag.strip()


def _texts(values: dict[str, Any], name: str) -> Iterator[tuple[int, str]]:
    texts = values.get(name)
    for index, item in enumerate(texts if isinstance(texts, list) else []):
        text = item.get("text") if isinstance(item, dict) else item
        if isinstance(text, str) and not is_blank(text):
            yield index, text


def _counted(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems; of many with the same message the first alone, with their number."""
    alike: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        alike[problem.message].append(problem)
    for message, group in alike.items():
        if len(group) > _MAX_REPEATS:
            more = more_such(len(group), sentence("intents"))
            yield replace(group[0], message=as_sentence(message) + more)
        else:
            yield from group


def _habits(source: JsonSource) -> Iterator[Note]:
    for fault in source.parsed.faults:
        if fault.habit:
            yield Note(fault.habit, fault.path, offset=fault.offset, count=fault.count)

"""Marks in the patterns of all files together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chatbot.entities.entity import BUILT_IN, Entity
from chatbot.intents.dialects.note import Note
from chatbot.intents.forms.checks import placed
from chatbot.intents.marks.mark import MarkedPattern
from chatbot.intents.marks.reading import read_pattern
from chatbot.intents.places import Place
from chatbot.located_json.problems import Problem
from chatbot.located_json.scanner import Path

if TYPE_CHECKING:
    from chatbot.intents.checks import CheckedFile
    from chatbot.intents.joining import JoinedIntent


def with_marks(
    intents: Sequence[JoinedIntent], files: Sequence[CheckedFile], entities: Mapping[str, Entity]
) -> tuple[list[JoinedIntent], list[Problem], list[tuple[Note, Place]]]:
    """Read the marks in the patterns of intents; return the intents, and problems of marks.

    Texts have marks only where an entity is learnt: elsewhere brackets are brackets. Where the
    files have no entities, an object with other ones is of another program: its text is read, and
    noted.
    """
    inline = any(entity.kind == "learnt" for entity in entities.values())
    problems: list[Problem] = []
    marked = [_marked(intent, entities, inline, problems) for intent in intents]
    if problems and entities.keys() <= {*BUILT_IN}:
        return list(intents), [], _foreign_notes(problems)
    patterns = (pattern for intent in marked for pattern in intent.entry.patterns)
    used = {m.entity for p in patterns if isinstance(p, MarkedPattern) for m in p.marks}
    problems += _without_marks(files, used) if inline and not problems else ()
    return marked, problems, []


def _marked(
    intent: JoinedIntent, entities: Mapping[str, Entity], inline: bool, problems: list[Problem]
) -> JoinedIntent:
    by_written: dict[str, str] = {}
    for file, part in intent.parts:
        for index, pattern in enumerate(part.entry.patterns):
            if not (inline and "](" in pattern) and not isinstance(pattern, MarkedPattern):
                continue
            read = read_pattern(pattern, entities, inline=inline)
            by_written[pattern] = read.pattern
            for below, message in read.faults:
                path: Path = (*part.origin.path_of(("patterns", index)), *below)
                problems.append(file.source.problem(placed(file.source, path), message))
    if not by_written:
        return intent
    patterns = [by_written.get(pattern, pattern) for pattern in intent.entry.patterns]
    return replace(intent, entry=intent.entry.model_copy(update={"patterns": patterns}))


def _foreign_notes(problems: Sequence[Problem]) -> list[tuple[Note, Place]]:
    """Notes of the objects of other programs, one for each file, at the first."""
    first: dict[str, tuple[Note, Place]] = {}
    for problem in problems:
        place = Place(problem.file, problem.line, problem.column)
        note, earlier = first.get(
            problem.file, (Note("object_for_text", (), "text", count=0), place)
        )
        first[problem.file] = replace(note, count=note.count + 1), earlier
    return [*first.values()]


def _without_marks(files: Sequence[CheckedFile], used: set[str]) -> Iterator[Problem]:
    """Learnt entities that no pattern has a mark of: there is nothing to learn from."""
    for file in files:
        for name, entity in file.entities.entities.items():
            if entity.kind == "learnt" and name not in used:
                message = (
                    f'No pattern marks a value of "{name}", so there is nothing to learn: mark'
                    f' some, as in "a room in [Oslo]({name})", or remove "learn".'
                )
                yield file.source.problem(("entities", name), message)

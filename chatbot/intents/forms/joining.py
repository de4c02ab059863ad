"""Entities and forms of all files together: each name once, and no slot that nobody fills."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from chatbot.entities.entity import Entity
from chatbot.intents.actions.checks import action_faults, action_texts
from chatbot.intents.forms.checks import Fault, form_faults, form_texts, placed, text_faults
from chatbot.intents.forms.schema import BUILT_IN_ENTITIES
from chatbot.intents.marks.mark import MarkedPattern
from chatbot.intents.page.checks import page_problems
from chatbot.intents.responses.fields import ResponseEntry, response_texts
from chatbot.located_json.problems import Problem
from chatbot.located_json.scanner import Path
from chatbot.text.wording import shortened

if TYPE_CHECKING:
    from chatbot.intents.checks import CheckedFile
    from chatbot.intents.joining import JoinedIntent, Part
    from chatbot.intents.page.checks import CheckedPage


def joined_entities(
    files: Sequence[CheckedFile],
) -> tuple[Mapping[str, Entity], tuple[Problem, ...]]:
    """Join the entities of files to the built-in ones; a name of two files is a problem."""
    entities = dict(BUILT_IN_ENTITIES)
    places: dict[str, str] = {}
    problems = []
    for file in files:
        for name, entity in file.entities.entities.items():
            path: Path = ("entities", name)
            if name in places:
                message = f'The entity "{name}" is already at {places[name]}: keep one of both.'
                problems.append(file.source.problem(path, message))
            else:
                line, column = file.source.place(path)
                places[name], entities[name] = f"{file.source.file}:{line}:{column}", entity
    return entities, tuple(problems)


def form_problems(
    intents: Sequence[JoinedIntent],
    entities: Mapping[str, Entity],
    pages: Sequence[CheckedPage] = (),
) -> Iterator[Problem]:
    """Problems of forms and actions, and of the placeholders of all texts where there are slots."""
    slots = [slot for i in intents if i.entry.form for slot in i.entry.form.slots]
    of_forms = {slot.name for slot in slots}
    yield from page_problems(pages, entities, {slot.name: slot.entity for slot in slots})
    kept = {slot.name: slot.entity for slot in slots if slot.keep != "form"}
    kept |= {name: entity for page in pages for name, entity in page.entry.slots.items()}
    names = of_forms.union(kept, *(i.entry.action.slots for i in intents if i.entry.action))
    marked = _marked_words(intents) if any(slot.quick_replies for slot in slots) else {}
    for intent in intents if names else ():
        own = {slot.name for slot in intent.entry.form.slots} if intent.entry.form else set()
        in_forms, own = own, own.union(intent.entry.action.slots if intent.entry.action else ())
        for part in intent.parts:
            if form := part[1].entry.form:
                faults = [*form_faults(form, entities, marked)]
                faults += text_faults(form_texts(form), in_forms, {*kept}, names)
                faults += _kept_otherwise(part, kept)
                yield from (_problem(part, "form", fault) for fault in faults)
            if action := part[1].entry.action:
                faults = [*action_faults(action, entities, of_forms)]
                faults += text_faults(action_texts(action), own, {*kept}, names)
                yield from (_problem(part, "action", fault) for fault in faults)
            yield from _response_problems(part, own, {*kept}, names)


def _response_problems(
    part: Part, own: set[str], kept: set[str], names: set[str]
) -> Iterator[Problem]:
    """Problems of the placeholders and conditions of responses."""
    file, intent = part
    responses = intent.entry.responses
    texts = ((("responses", index), text) for index, text in enumerate(response_texts(responses)))
    faults = [*text_faults(texts, own, kept, names), *_condition_faults(responses, own | kept)]
    for path, message in faults:
        yield file.source.problem(intent.origin.path_of(path), message)


def _marked_words(intents: Sequence[JoinedIntent]) -> dict[str, set[str]]:
    """Words that are marked as values of entities, by name, in small letters."""
    words: dict[str, set[str]] = {}
    for pattern in (pattern for intent in intents for pattern in intent.entry.patterns):
        for mark in pattern.marks if isinstance(pattern, MarkedPattern) else ():
            text = pattern[mark.start : mark.end]
            words.setdefault(mark.entity, set()).add(text.strip().casefold())
    return words


def _condition_faults(
    responses: Sequence[str | ResponseEntry], names: Container[str]
) -> Iterator[Fault]:
    """Responses under a condition about a slot that never has a value there."""
    for index, response in enumerate(responses):
        when = None if isinstance(response, str) else response.when
        for name in when.slots if when else ():
            if name not in names:
                message = (
                    f'The slot "{shortened(name)}" has no value here: it is of no form of the'
                    ' intent, nor kept for the "conversation" or the "visitor".'
                )
                yield ("responses", index), message


def _kept_otherwise(part: Part, kept: Mapping[str, str]) -> Iterator[Fault]:
    """Slots with the name of a kept one and another entity: its value would be theirs."""
    form = part[1].entry.form
    for index, slot in enumerate(form.slots if form else ()):
        if kept.get(slot.name, slot.entity) != slot.entity:
            message = (
                f'A slot "{slot.name}" of another form is kept, and of the entity'
                f' "{kept[slot.name]}": name one of both otherwise.'
            )
            yield ("slots", index, "name"), message


def _problem(part: Part, name: str, fault: Fault) -> Problem:
    file, intent = part
    path = (*intent.origin.path_of((name,)), *fault[0])
    return file.source.problem(placed(file.source, path), fault[1])

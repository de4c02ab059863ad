"""Checks of entities and forms that are well-formed: names, conditions, bounds, placeholders."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from chatbot.entities.entity import BUILT_IN, Entity
from chatbot.entities.finder import EntityFinder
from chatbot.intents.dialects.dialect import Dialect
from chatbot.intents.forms.messages import (
    ENTITY_EXAMPLE,
    NAME_RULE,
    form_sentence,
    unknown_entity,
    unknown_slot,
)
from chatbot.intents.forms.schema import EntityEntry, FormEntry, SlotEntry, is_name
from chatbot.intents.forms.templates import placeholders
from chatbot.located_json.problems import Problem
from chatbot.located_json.scanner import Path
from chatbot.located_json.source import JsonSource
from chatbot.text.sentence import sentence
from chatbot.text.wording import shortened

_ENTRY = TypeAdapter(EntityEntry)
_DATE, _TIME = re.compile(r"today|\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d")

Fault = tuple[Path, str]
"""Path below a form, and the sentence about the value there."""


@dataclass(frozen=True, slots=True)
class CheckedEntities:
    """Valid entities of a file by name, and the problems of the others."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def check_entities(source: JsonSource, dialect: Dialect) -> CheckedEntities:
    """Check the entities beside the intents; a list of that name belongs to another program."""
    is_beside = [len(path) for path in dialect.paths] == [1] and isinstance(source.value, dict)
    members = source.value.get("entities") if is_beside else None
    entities: dict[str, Entity] = {}
    problems: list[Problem] = []
    for name, value in members.items() if isinstance(members, dict) else ():
        path: Path = ("entities", name)
        if not is_name(name) or name in BUILT_IN:
            problems.append(source.problem(path, _name_sentence(name)))
            continue
        try:
            entities[name] = _ENTRY.validate_python(value).entity(name)
        except ValidationError as error:
            problems += [
                source.problem(placed(source, (*path, *detail["loc"])), _entity_sentence(detail))
                for detail in error.errors()
            ]
    return CheckedEntities(entities, tuple(problems))


def placed(source: JsonSource, path: Path) -> Path:
    """Return a path, or that of the innermost value around that the file has."""
    while path and path not in source.parsed.offsets:
        path = path[:-1]
    return path


def _name_sentence(name: str) -> str:
    if name in BUILT_IN:
        return sentence('The entity "%(name)s" is built in: give yours another name.', name=name)
    return sentence("This is no name of an entity: %(name_rule)s.", name_rule=NAME_RULE)


def _entity_sentence(detail: Any) -> str:
    if len(detail["loc"]) == 0 and detail["type"] in ("model_type", "model_attributes_type"):
        return sentence(
            "An entity is an object, as in %(entity_example)s.", entity_example=ENTITY_EXAMPLE
        )
    return form_sentence(detail)


MarkedWords = Mapping[str, Collection[str]]
"""Words that patterns mark as values of entities, by name, in small letters."""


def form_faults(
    form: FormEntry, entities: Mapping[str, Entity], marked: MarkedWords = MappingProxyType({})
) -> Iterator[Fault]:
    """Faults of a form, given all entities by name, and the words that are marked."""
    names: set[str] = set()
    own = {slot.name: entities.get(slot.entity) for slot in form.slots}
    for index, slot in enumerate(form.slots):
        path: Path = ("slots", index)
        if slot.name in names:
            yield (
                (*path, "name"),
                sentence('The form has two slots "%(name)s": rename one of them.', name=slot.name),
            )
        for name in slot.when:
            if name not in names:
                yield (
                    (*path, "when", name),
                    sentence('No earlier slot of the form is called "%(name)s".', name=name),
                )
        yield from _option_faults(slot.when, own, (*path, "when"))
        names.add(slot.name)
        yield from _entity_faults(slot, entities, path, marked)
    yield from _outcome_faults(form, own)


def _entity_faults(
    slot: SlotEntry, entities: Mapping[str, Entity], path: Path, marked: MarkedWords
) -> Iterator[Fault]:
    """Unknown entity of a slot, or bounds and buttons that are no values of it."""
    if slot.entity not in entities:
        others = [name for name in entities if name not in BUILT_IN]
        yield (*path, "entity"), unknown_entity(slot.entity, others)
    else:
        yield from _bound_faults(slot, entities[slot.entity].kind, path)
        yield from _button_faults(slot, entities[slot.entity], path, marked)


def _outcome_faults(form: FormEntry, own: Mapping[str, Entity | None]) -> Iterator[Fault]:
    """Conditions of outcomes about other than the form's own slots and their values."""
    for index, outcome in enumerate(form.outcomes):
        path: Path = ("outcomes", index, "when")
        for name in outcome.when:
            if name not in own:
                message = sentence('No slot of the form is called "%(name)s".', name=name)
                yield (*path, name), message
        yield from _option_faults(outcome.when, own, path)


def _option_faults(
    when: Mapping[str, list[str]], own: Mapping[str, Entity | None], path: Path
) -> Iterator[Fault]:
    """Values of a condition that the list of its slot does not have: they never come about."""
    for name, options in when.items():
        entity = own.get(name)
        is_list = entity is not None and entity.kind == "list"
        values = {v.value.casefold() for v in entity.values} if entity and is_list else set()
        for place, option in enumerate(options):
            if values and option.casefold() not in values:
                message = sentence(
                    '"%(option)s" is no value of "%(name)s": write one of its list.',
                    option=shortened(option),
                    name=name,
                )
                yield (*path, name, place), message


def _button_faults(
    slot: SlotEntry, entity: Entity, path: Path, marked: MarkedWords
) -> Iterator[Fault]:
    """Buttons that the slot would not understand, where that is the same in all languages."""
    finder = EntityFinder([entity] if entity.name else [], "english")
    message = sentence(
        'This button is no value of the entity "%(entity)s": change one of both.',
        entity=slot.entity,
    )
    if entity.kind == "learnt":
        message = sentence(
            'The bot may not understand this button: put it into the "values" of the'
            ' entity "%(entity)s", or mark it in a pattern.',
            entity=slot.entity,
        )
    for place, text in enumerate(slot.quick_replies if entity.name else ()):
        if not finder.find(text) and text.strip().casefold() not in marked.get(entity.name, ()):
            yield (*path, "quick_replies", place), message


def _bound_faults(slot: SlotEntry, kind: str, path: Path) -> Iterator[Fault]:
    for name in ("min", "max"):
        bound = getattr(slot, name)
        if bound and not _is_bound(bound, kind):
            yield (
                (*path, name),
                sentence(
                    "Bounds have numbers and money (12.5), dates (2026-12-31 or today) and times"
                    " (09:00): correct this one, or remove it."
                ),
            )


def _is_bound(bound: str, kind: str) -> bool:
    if kind in ("number", "money"):
        try:
            return Decimal(bound).is_finite()
        except InvalidOperation:
            return False
    pattern = {"date": _DATE, "time": _TIME}.get(kind)
    return bool(pattern and pattern.fullmatch(bound))


def text_faults(
    texts: Iterable[tuple[Path, str]], own: set[str], kept: set[str], every: set[str]
) -> Iterator[Fault]:
    """Faults of the placeholders in texts of an intent, given its own slots and the kept ones."""
    for path, text in texts:
        for placeholder in placeholders(text):
            name = placeholder.name
            if name is None or name not in every:
                yield path, unknown_slot(placeholder.written, every)
            elif name not in own | kept:
                yield (
                    path,
                    sentence(
                        'The slot "%(name)s" is forgotten when its form is over: give it "keep":'
                        ' "conversation" to use it here.',
                        name=name,
                    ),
                )


def form_texts(form: FormEntry) -> Iterator[tuple[Path, str]]:
    """Texts of a form that the bot says, with their paths below it."""
    for name in ("confirm", "correct", "cancelled", "failed"):
        yield from (((name, place), text) for place, text in enumerate(getattr(form, name)))
    for index, slot in enumerate(form.slots):
        for name in ("prompts", "invalid", "quick_replies"):
            texts = enumerate(getattr(slot, name))
            yield from ((("slots", index, name, place), text) for place, text in texts)
    for index, outcome in enumerate(form.outcomes):
        responses = enumerate(outcome.responses)
        yield from ((("outcomes", index, "responses", place), text) for place, text in responses)

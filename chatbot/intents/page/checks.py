"""Checks of what a page may set: its form in each file, and its entities in all together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from chatbot.entities.entity import BUILT_IN, Entity
from chatbot.intents.forms.form import Slot
from chatbot.intents.forms.messages import unknown_entity
from chatbot.intents.page.declaration import PageDeclaration
from chatbot.intents.page.schema import MOST_CONTEXTS, PageEntry
from chatbot.located_json.problems import Problem
from chatbot.located_json.source import JsonSource

KEY = "page"
_PAGE = (
    'What a page may set is {"contexts": ["checkout"], "slots": {"product": "text"}}: at most'
    f" {MOST_CONTEXTS} names of contexts, and names of slots, of letters, digits and _, with their"
    " entities. Correct this."
)


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """Declaration of a file, and its problem."""

    source: JsonSource
    entry: PageEntry
    problems: tuple[Problem, ...] = ()


def check_page(source: JsonSource) -> CheckedPage:
    """Check what a page may set; a member of that name of another program is left alone."""
    document = source.value
    value = document.get(KEY) if isinstance(document, dict) else None
    if not isinstance(value, dict) or {"contexts", "slots"}.isdisjoint(value):
        return CheckedPage(source, PageEntry())
    try:
        return CheckedPage(source, PageEntry.model_validate(value))
    except ValidationError:
        return CheckedPage(source, PageEntry(), (source.problem((KEY,), _PAGE),))


def page_problems(
    pages: Iterable[CheckedPage], entities: Mapping[str, Entity], of_forms: Mapping[str, str]
) -> Iterator[Problem]:
    """Problems of slots: an entity that there is not, or another than a form has for the name."""
    first = dict(of_forms)
    for page in pages:
        for name, entity in page.entry.slots.items():
            message = ""
            if entity not in entities:
                others = [other for other in entities if other not in BUILT_IN]
                message = unknown_entity(entity, others)
            elif first.setdefault(name, entity) != entity:
                message = (
                    f'Elsewhere, the slot "{name}" has the entity "{first[name]}": write that here,'
                    " or another name."
                )
            if message:
                yield page.source.problem((KEY, "slots", name), message)


def declared(pages: Iterable[CheckedPage], entities: Mapping[str, Entity]) -> PageDeclaration:
    """Return what all files together let a page set; entities that there are not are left out."""
    entries = [page.entry for page in pages]
    contexts = dict.fromkeys(name.strip() for entry in entries for name in entry.contexts)
    slots = {name: entity for entry in entries for name, entity in entry.slots.items()}
    return PageDeclaration(
        tuple(contexts),
        tuple(
            Slot(name, entities[entity], (), keep="conversation")
            for name, entity in slots.items()
            if entity in entities
        ),
    )

"""Forms of Rasa's domain: required slots, each with the entity or the text that fills it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from chatbot.entities.entity import BuiltIn
from chatbot.intents.formats.draft import MOST_COPIES, ImportDraft
from chatbot.intents.formats.forms.entity_draft import EntityDraft
from chatbot.intents.formats.forms.form_draft import FormDraft, SlotDraft
from chatbot.intents.formats.forms.rasa_questions import RasaQuestions
from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.forms.schema import MOST_SLOTS

PLACEHOLDER = re.compile(r"(?<!\{)\{(?P<shared>\w+)\}(?!\})")

DUCKLING: Mapping[str, BuiltIn] = {
    "amount-of-money": "money",
    "duration": "duration",
    "email": "email",
    "number": "number",
    "phone-number": "phone",
    "time": "text",
    "url": "url",
}
"""Built-in entities by the dimensions of Duckling that mean the same.

A day, a time of day, or both are one dimension there: the text takes all of them.
"""


class RasaForms:
    """Forms by name, with all slots of the domain."""

    def __init__(self, draft: ImportDraft, parts: Sequence[dict[str, Any]]) -> None:
        self._draft = draft
        self._slots = {
            name: value for part in parts for name, value in _mapping(part.get("slots")).items()
        }
        self._entities = _listed(parts, "entities")
        self._actions = _listed(parts, "actions")
        self._duckling = {name for part in parts for name in _dimensions(part.get("pipeline"))}
        self._required: dict[str, dict[str, Any]] = {}
        self._sources: dict[str, str] = {}
        self._room = MOST_COPIES
        for name, value in (pair for part in parts for pair in _forms(part.get("forms"))):
            self._required[name] = _required(value)
            draft.lose("key", "ignored_intents", "ignored_intents" in _mapping(value))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all forms of the domain."""
        return tuple(self._required)

    def draft_of(self, form: str, questions: RasaQuestions) -> FormDraft | None:
        """The draft of a form, None without slots."""
        slots = [
            self._slot(form, name, own, questions)
            for name, own in self._required.get(form, {}).items()
        ]
        for slot in slots[MOST_SLOTS:]:
            self._draft.lose("slot", slot.name)
        self._draft.lose("action", f"validate_{form}", f"validate_{form}" in self._actions)
        return FormDraft(slots[:MOST_SLOTS]) if slots else None

    def count(self) -> None:
        """Count the slots of the domain, and its entities, that nothing has."""
        forms = [intent.form for intent in self._draft.drafts() if intent.form]
        slots = {slot.name: slot for form in forms for slot in form.slots}
        for name in self._slots:
            self._draft.lose("slot", name, name not in slots)
        noted = {self._sources.get(slot.name) for slot in slots.values() if slot.own.get("entity")}
        for entity in self._entities:
            name = str(next(iter(entity), None) if isinstance(entity, dict) else entity)
            is_carried = name in self._draft.entities or name in self._duckling or name in noted
            self._draft.lose("entity", name, not is_carried)

    def _slot(self, form: str, name: str, own: Any, questions: RasaQuestions) -> SlotDraft:
        values = _mapping(self._slots.get(name))
        prompts, buttons = questions.of(form, name)
        mappings = _mappings(form, name, own or values.get("mappings"))
        by_intents = self._of_intents(form, name, mappings) if prompts else None
        sources = [by_intents] if by_intents else self._sources_of(name, mappings)
        is_settled = len(sources) == 1 and values.get("initial_value") is None
        source = sources[0] if is_settled else None
        titles = [title for b in buttons if isinstance(title := b.get("title"), str)]
        if isinstance(source, EntityDraft):
            for button in buttons:
                _learn(source, name, button)
        return SlotDraft(name, source, prompts, titles)

    def _sources_of(
        self, slot: str, mappings: Iterable[dict[str, Any]]
    ) -> list[EntityDraft | BuiltIn | None]:
        """Whatever fills a slot; of any text and entities, the text, for it takes all of them."""
        fillers = [*dict.fromkeys(self._fillers(slot, mappings))]
        if "text" not in fillers or None in fillers:
            return fillers
        self._draft.lose("slot_source", slot, len(fillers) - 1)
        return ["text"]

    def _of_intents(
        self, form: str, slot: str, mappings: Sequence[dict[str, Any]]
    ) -> EntityDraft | None:
        """A list of values that intents set, with their patterns as synonyms; None for others."""
        is_listed = self._room > 0 and all(map(_is_of_intent, mappings))
        intents = self._by_value(mappings) if is_listed else {}
        if not (intents and all(any(d.patterns for d in drafts) for drafts in intents.values())):
            return None
        entity = self._draft.entity(f"{form}_{slot}")
        entity.fuzzy = False
        for value, drafts in intents.items():
            self._add_patterns(entity, value, drafts)
        # There only a whole message fills the slot, here the same words within another do, too.
        self._draft.lose("nearest_entity", slot)
        self._draft.lose("slot_source", slot, sum("not_intent" in m for m in mappings))
        return entity

    def _by_value(self, mappings: Iterable[dict[str, Any]]) -> dict[str, list[IntentDraft]]:
        """The intents by the value that they set."""
        names: dict[str, dict[str, None]] = {}
        for values in mappings:
            intents = values.get("intent")
            listed = intents if isinstance(intents, list) else [intents]
            self._room -= len(listed)
            names.setdefault(str(values["value"]), {}).update(dict.fromkeys(map(str, listed)))
        drafts = {value: map(self._draft.present, tags) for value, tags in names.items()}
        return {value: [draft for draft in present if draft] for value, present in drafts.items()}

    def _add_patterns(
        self, entity: EntityDraft, value: str, intents: Sequence[IntentDraft]
    ) -> None:
        """Add a value with the patterns of intents as synonyms, as far as there is room."""
        room = max(0, min(_MOST_SYNONYMS, self._room))
        patterns = list(islice(chain.from_iterable(i.patterns for i in intents), room))
        self._room -= len(patterns)
        entity.add(value, patterns)
        lost = sum(len(intent.patterns) for intent in intents) - len(patterns)
        self._draft.lose("synonym", value, lost)

    def _fillers(
        self, slot: str, mappings: Iterable[dict[str, Any]]
    ) -> Iterator[EntityDraft | BuiltIn | None]:
        """Entities that fill a slot; None for something else that does."""
        for values in mappings:
            kind, entity = values.get("type"), values.get("entity")
            is_other = kind in ("from_intent", "from_trigger_intent")
            further = sum(key in values for key in _FURTHER)
            self._draft.lose("slot_source", slot, 1 if is_other else further)
            if kind == "from_text":
                yield "text"
            elif kind == "from_entity" and isinstance(entity, str):
                self._sources[slot] = entity
                is_built_in = entity in self._duckling
                self._draft.lose("nearest_entity", slot, is_built_in and DUCKLING[entity] == "text")
                yield DUCKLING[entity] if is_built_in else self._draft.entities.get(entity)
            elif not is_other:
                yield None


_MOST_SYNONYMS = 500
_FURTHER = ("role", "group", "intent", "not_intent")


def _listed(parts: Iterable[dict[str, Any]], key: str) -> list[Any]:
    lists = (value for part in parts if isinstance(value := part.get(key), list))
    return [item for items in lists for item in items]


def _forms(value: Any) -> Iterator[tuple[str, Any]]:
    """Forms of a domain: by name, or in a list, where code has their slots."""
    if isinstance(value, dict):
        yield from value.items()
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield from item.items()
        elif isinstance(item, str):
            yield item, None


def _required(value: Any) -> dict[str, Any]:
    """Mappings of the required slots by name, None for those that the slots themselves have."""
    required = _mapping(value).get("required_slots", value)
    if isinstance(required, list):
        return {name: None for name in required if isinstance(name, str)}
    return {k: v for k, v in _mapping(required).items() if k != "ignored_intents"}


def _mappings(form: str, slot: str, value: Any) -> list[dict[str, Any]]:
    """Mappings of a slot in a form; without any, it is filled from the entity of its name."""
    items = [_mapping(item) for item in (value if isinstance(value, list) else [value]) if item]
    usual = {"type": "from_entity", "entity": slot}
    return [item for item in items or [usual] if _is_in_form(item.get("conditions"), form)]


def _is_in_form(conditions: Any, form: str) -> bool:
    """True for a mapping without conditions, or with one for the form."""
    items = conditions if isinstance(conditions, list) else []
    loops = [_mapping(item).get("active_loop") for item in items]
    return not any(loops) or form in loops


def _is_of_intent(values: Mapping[str, Any]) -> bool:
    return values.get("type") == "from_intent" and bool(values.get("value"))


def _dimensions(pipeline: Any) -> Iterator[str]:
    """Dimensions that a pipeline has from Duckling."""
    for item in pipeline if isinstance(pipeline, list) else ():
        values = _mapping(item)
        if "Duckling" in str(values.get("name")):
            dimensions = values.get("dimensions")
            chosen = dimensions if isinstance(dimensions, list) else DUCKLING
            yield from (name for name in chosen if isinstance(name, str) and name in DUCKLING)


def _learn(entity: EntityDraft, slot: str, button: dict[str, Any]) -> None:
    """Take the title of a button for a synonym of the value that it sets: `/inform{…}`."""
    title, payload = button.get("title"), str(button.get("payload"))
    try:
        values = _mapping(json.loads(payload[payload.find("{") :]))
    except (ValueError, RecursionError):
        return
    value = values.get(slot, values.get(entity.name))
    if not isinstance(value, str) or not isinstance(title, str):
        return
    if entity.has(value) and not entity.has(title):
        entity.add(value, [title])


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

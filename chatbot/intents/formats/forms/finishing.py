"""Forms of an import: valid slots, and texts with their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import replace

from pydantic import ValidationError

from chatbot.entities.entity import BUILT_IN, Entity, Mentions
from chatbot.entities.finder import EntityFinder
from chatbot.intents.formats.forms.entity_draft import EntityDraft
from chatbot.intents.formats.forms.form_draft import FormDraft, SlotDraft
from chatbot.intents.formats.forms.names import FreeNames
from chatbot.intents.formats.forms.placeholders import PlacedSlots, PlaceholderFiller, Slots
from chatbot.intents.formats.intent_draft import IntentDraft, encodable
from chatbot.intents.formats.losses import LossCounter
from chatbot.intents.forms.checks import form_faults, form_texts, text_faults
from chatbot.intents.forms.form import Form
from chatbot.intents.forms.schema import BUILT_IN_ENTITIES, MOST_SLOTS, FormEntry, SlotEntry
from chatbot.text.comparison import is_blank

WITHOUT_WORDS = "OK."
"""Answer to a cancellation where the other program has none: it is the same in most languages."""

_MOST_BUTTONS = 10


def finished_entities(drafts: Collection[EntityDraft]) -> dict[EntityDraft, Entity]:
    """The entities of all drafts that have something to find them by."""
    names = FreeNames((*BUILT_IN, *(draft.own.name for draft in drafts if draft.own)))
    entities: dict[EntityDraft, Entity] = {}
    for draft in drafts:
        name = draft.own.name if draft.own else names.free(draft.name)
        if entity := draft.finished(name):
            entities[draft] = entity
    return entities


def place_forms(
    drafts: Sequence[IntentDraft],
    entities: Mapping[EntityDraft, Entity],
    pattern: re.Pattern[str],
    losses: LossCounter,
) -> dict[str, Form]:
    """The forms of intents by tag; `pattern` finds placeholders, which become ours in all texts."""
    finisher = FormFinisher(entities, losses)
    pairs = ((draft, finisher.entry(draft.tag, draft.form)) for draft in drafts if draft.form)
    forms = {draft.tag: (PlacedSlots(draft, pair[1]), pair[0]) for draft, pair in pairs if pair}
    is_sound = finisher.rules([entry for _, entry in forms.values()])
    for tag in [tag for tag, (_, entry) in forms.items() if not is_sound(entry)]:
        losses.lose("form", tag)
        del forms[tag]
    filler = PlaceholderFiller(pattern, [placed for placed, _ in forms.values()], losses)
    for draft in drafts:
        draft.responses = filler.filled(draft, draft.responses)
    filled = {tag: _with_values(entry, filler, placed) for tag, (placed, entry) in forms.items()}
    return {tag: finisher.form(_keeping(entry, filler.kept)) for tag, entry in filled.items()}


def _with_values(entry: FormEntry, filler: PlaceholderFiller, placed: PlacedSlots) -> FormEntry:
    """The form with our placeholders in the texts that are the other program's."""
    draft = placed.intent
    slots = [
        slot.model_copy(update={"prompts": filler.filled(draft, slot.prompts)})
        for slot in entry.slots
    ]
    is_own = draft.form is not None and "cancelled" in draft.form.own
    cancelled = entry.cancelled if is_own else filler.filled(draft, entry.cancelled)
    return entry.model_copy(update={"slots": slots, "cancelled": cancelled})


def _keeping(entry: FormEntry, names: Container[str]) -> FormEntry:
    """The form with slots that are kept, as texts of other intents show them."""
    kept = {"keep": "conversation"}
    slots = [
        slot.model_copy(update=kept) if slot.name in names and slot.keep == "form" else slot
        for slot in entry.slots
    ]
    return entry.model_copy(update={"slots": slots})


class FormFinisher:
    """Finisher of forms, given the entities."""

    def __init__(self, entities: Mapping[EntityDraft, Entity], losses: LossCounter) -> None:
        self._names = {draft: entity.name for draft, entity in entities.items()}
        self._entities = {**BUILT_IN_ENTITIES, **{e.name: e for e in entities.values()}}
        self._losses = losses
        self._lost: set[SlotDraft | FormDraft] = set()
        self._finders: dict[str, Callable[[str], Mentions]] = {}

    def entry(self, tag: str, form: FormDraft) -> tuple[FormEntry, Slots] | None:
        """The form with its slots by their names in the other program; None if it has no slot."""
        slots: dict[str, SlotEntry] = {}
        names = FreeNames()
        for draft in form.slots:
            is_new = draft.name not in slots and len(slots) < MOST_SLOTS
            slot = self._slot(draft, names) if is_new else None
            if slot and slot.name not in {other.name for other in slots.values()}:
                slots[draft.name] = slot
            elif draft not in self._lost:
                self._lost.add(draft)
                self._losses.lose("slot", draft.name)
        cancelled = [text for text in form.cancelled if not is_blank(text)]
        own = {"cancelled": cancelled or [WITHOUT_WORDS]} | form.own
        try:
            entry = FormEntry.model_validate({**own, "slots": [*slots.values()]})
        except ValidationError:
            self._losses.lose("form", tag)
            return None
        if not cancelled and "cancelled" not in form.own and form not in self._lost:
            self._lost.add(form)
            self._losses.lose("cancellation", tag)
        return entry, slots

    def rules(self, forms: Sequence[FormEntry]) -> Callable[[FormEntry], bool]:
        """True for a form that keeps to the rules of our files, among all forms."""
        slots = [slot for form in forms for slot in form.slots]
        kept = {slot.name for slot in slots if slot.keep != "form"}
        every = {slot.name for slot in slots}

        def is_sound(entry: FormEntry) -> bool:
            own = {slot.name for slot in entry.slots}
            texts = text_faults(form_texts(entry), own, kept, every)
            return not [*form_faults(entry, self._entities), *texts]

        return is_sound

    def form(self, entry: FormEntry) -> Form:
        """The form of an entry."""
        return entry.form(self._entities)

    def _slot(self, draft: SlotDraft, names: FreeNames) -> SlotEntry | None:
        """The slot, None without a question or an entity."""
        entity = draft.entity
        name = self._names.get(entity, "") if isinstance(entity, EntityDraft) else entity or ""
        prompts = [encodable(text) for text in draft.prompts if not is_blank(text)]
        values = {"name": names.free(draft.name), "entity": name, "prompts": prompts}
        values["quick_replies"] = self._buttons(draft, str(draft.own.get("entity", name)))
        try:
            slot = SlotEntry.model_validate(values | draft.own)
        except ValidationError:
            return None
        return slot if slot.entity in self._entities else None

    def _buttons(self, draft: SlotDraft, name: str) -> list[str]:
        """Buttons that say a value of the slot; others are lost."""
        if "quick_replies" in draft.own or name not in self._entities:
            return []
        find = self._finder(name)
        texts = [text for text in draft.buttons if not is_blank(text) and find(text)]
        kept = texts[:_MOST_BUTTONS]
        if draft not in self._lost:
            self._losses.lose("rich_response", draft.name, len(draft.buttons) - len(kept))
        return kept

    def _finder(self, name: str) -> Callable[[str], Mentions]:
        """Finder of an entity without typing errors, which take long in a long list."""
        if name not in self._finders:
            entity = replace(self._entities[name], fuzzy=False)
            self._finders[name] = EntityFinder([entity], "english").find
        return self._finders[name]

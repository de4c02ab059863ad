"""Forms of an import: valid slots, and texts with their values."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from pydantic import ValidationError

from chatbot.entities.entity import Entity
from chatbot.entities.finder import EntityFinder
from chatbot.intents.formats.forms.entity_draft import EntityDraft
from chatbot.intents.formats.forms.form_draft import FormDraft, SlotDraft
from chatbot.intents.formats.forms.names import free_name
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


def finished_entities(
    drafts: Iterable[EntityDraft], losses: LossCounter
) -> dict[EntityDraft, Entity]:
    """The entities of all drafts that have something to find them by."""
    names: set[str] = set()
    entities: dict[EntityDraft, Entity] = {}
    for draft in drafts:
        name = draft.own.name if draft.own else free_name(draft.name, names, is_entity=True)
        if entity := draft.finished(name, losses):
            names.add(name)
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
    entries = [entry for _, entry in forms.values()]
    for tag in [tag for tag, (_, entry) in forms.items() if not finisher.is_sound(entry, entries)]:
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

    def entry(self, tag: str, form: FormDraft) -> tuple[FormEntry, Slots] | None:
        """The form with its slots by their names in the other program; None if it has no slot."""
        slots: dict[str, SlotEntry] = {}
        for draft in form.slots:
            slot = self._slot(draft, {slot.name for slot in slots.values()})
            if slot and draft.name not in slots and len(slots) < MOST_SLOTS:
                slots[draft.name] = slot
            else:
                self._losses.lose("slot", draft.name)
        cancelled = [text for text in form.cancelled if not is_blank(text)]
        own = {"cancelled": cancelled or [WITHOUT_WORDS]} | form.own
        try:
            entry = FormEntry.model_validate({**own, "slots": [*slots.values()]})
        except ValidationError:
            self._losses.lose("form", tag)
            return None
        self._losses.lose("cancellation", tag, not cancelled and "cancelled" not in form.own)
        return entry, slots

    def is_sound(self, entry: FormEntry, forms: Sequence[FormEntry]) -> bool:
        """True if a form keeps to the rules of our files, among all forms."""
        own = {slot.name for slot in entry.slots}
        slots = [slot for form in forms for slot in form.slots]
        kept = {slot.name for slot in slots if slot.keep != "form"}
        texts = text_faults(form_texts(entry), own, kept, {slot.name for slot in slots})
        return not [*form_faults(entry, self._entities), *texts]

    def form(self, entry: FormEntry) -> Form:
        """The form of an entry."""
        return entry.form(self._entities)

    def _slot(self, draft: SlotDraft, taken: set[str]) -> SlotEntry | None:
        """The slot, None without a question or an entity."""
        entity = draft.entity
        name = self._names.get(entity, "") if isinstance(entity, EntityDraft) else entity or ""
        prompts = [encodable(text) for text in draft.prompts if not is_blank(text)]
        values = {"name": free_name(draft.name, taken), "entity": name, "prompts": prompts}
        values["quick_replies"] = self._buttons(draft, str(draft.own.get("entity", name)))
        try:
            slot = SlotEntry.model_validate(values | draft.own)
        except ValidationError:
            return None
        return slot if slot.entity in self._entities and slot.name not in taken else None

    def _buttons(self, draft: SlotDraft, name: str) -> list[str]:
        """Buttons that say a value of the slot; others are lost."""
        if "quick_replies" in draft.own or name not in self._entities:
            return []
        find = EntityFinder([self._entities[name]], "english").find
        texts = [text for text in draft.buttons if not is_blank(text) and find(text)]
        kept = texts[:_MOST_BUTTONS]
        self._losses.lose("rich_response", draft.name, len(draft.buttons) - len(kept))
        return kept

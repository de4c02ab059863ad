"""Placeholders of other programs in responses, as those of our slots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.formats.losses import LossCounter
from chatbot.intents.forms.schema import SlotEntry
from chatbot.intents.forms.templates import placeholders

Slots = Mapping[str, SlotEntry]
"""Slots of a form by their names in the other program."""


@dataclass(frozen=True, slots=True)
class PlacedSlots:
    """Slots of an intent."""

    intent: IntentDraft
    slots: Slots


class PlaceholderFiller:
    """Filler of texts. `kept` are the slots that texts of other intents show."""

    def __init__(
        self, pattern: re.Pattern[str], forms: Sequence[PlacedSlots], losses: LossCounter
    ) -> None:
        self.kept: set[str] = set()
        self._pattern = pattern
        self._forms = {form.intent.tag: form for form in forms}
        self._losses = losses
        self._lasting = {
            slot.name for form in forms for slot in form.slots.values() if slot.keep != "form"
        }

    def filled(self, intent: IntentDraft, texts: Sequence[str]) -> list[str]:
        """Texts with the placeholders of our slots; others stay as they are, and are counted."""
        other: dict[str, None] = {}
        filled = [self._filled(intent, text, other) for text in texts]
        self._losses.lose("placeholder", intent.tag, len(other))
        return filled

    def _filled(self, intent: IntentDraft, text: str, other: dict[str, None]) -> str:
        if text in intent.originals:
            return intent.originals[text]

        def shown(match: re.Match[str]) -> str:
            slot = self._slot(intent, match)
            if slot is None:
                other[match[0]] = None
            return f"{{{{ {slot.name} }}}}" if slot else match[0]

        text = self._pattern.sub(shown, text)
        for placeholder in placeholders(text) if self._forms else ():
            # In a bot with forms, a placeholder without a slot is a fault of its file.
            if placeholder.name not in self._own(intent) | self.kept | self._lasting:
                other[placeholder.written] = None
                text = text.replace(placeholder.written, "{ " + placeholder.written[1:])
        return text

    def _own(self, intent: IntentDraft) -> set[str]:
        form = self._forms.get(intent.tag)
        return {slot.name for slot in form.slots.values()} if form else set()

    def _slot(self, intent: IntentDraft, match: re.Match[str]) -> SlotEntry | None:
        names = match.groupdict()
        form, own = self._forms.get(intent.tag), names.get("slot")
        if own in intent.aliases:
            alias = self._pattern.fullmatch(intent.aliases[own])
            return self._shared(alias.groupdict()) if alias else None
        if form and (slot := form.slots.get(own or names.get("shared") or "")):
            return slot
        return self._shared(names)

    def _shared(self, names: Mapping[str, str | None]) -> SlotEntry | None:
        """Slot of another form; None if several have its name and other entities."""
        name, context = names.get("shared") or "", names.get("context")
        opening = self._opening(context)
        slots = [form.slots[name] for form in opening if name in form.slots]
        if not slots:
            return None
        every = [slot for form in self._forms.values() for slot in form.slots.values()]
        alike = {slot.entity for slot in every if slot.name == slots[0].name}
        if len({slot.name for slot in slots}) > 1 or len(alike) > 1:
            return None
        self.kept.add(slots[0].name)
        return slots[0]

    def _opening(self, context: str | None) -> Iterator[PlacedSlots]:
        """Forms of the intents that open a context, or of all without one."""
        for form in self._forms.values():
            opened = {name.casefold() for name in form.intent.context_set}
            if not context or context.casefold() in opened:
                yield form

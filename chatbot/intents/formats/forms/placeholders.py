"""Placeholders of other programs in responses, as those of our slots."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.formats.losses import LossCounter
from chatbot.intents.forms.schema import SlotEntry
from chatbot.intents.forms.templates import placeholders

_BRACES = re.compile(r"\{\{[^{}]{0,200}\}\}")

_LONGEST_TEXT = 100_000
"""Characters of a text that is filled: one of megabytes would take long."""

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
        self._lasting: set[str] = set()
        self._entities: dict[str, set[str]] = defaultdict(set)
        self._called: dict[str, list[tuple[IntentDraft, SlotEntry]]] = defaultdict(list)
        self._shared: dict[tuple[str, str], SlotEntry | None] = {}
        for form in forms:
            for name, slot in form.slots.items():
                self._lasting |= {slot.name} if slot.keep != "form" else set()
                self._entities[slot.name].add(slot.entity)
                self._called[name].append((form.intent, slot))

    def filled(self, intent: IntentDraft, texts: Sequence[str]) -> list[str]:
        """Texts with the placeholders of our slots; others stay as they are, and are counted."""
        other: dict[str, None] = {}
        filled = [self._filled(intent, text, other) for text in texts]
        self._losses.lose("placeholder", intent.tag, len(other))
        return filled

    def _filled(self, intent: IntentDraft, text: str, other: dict[str, None]) -> str:
        if len(text) > _LONGEST_TEXT:
            return text

        def shown(match: re.Match[str]) -> str:
            slot = self._slot(intent, match)
            if slot is None:
                other[match[0]] = None
            return f"{{{{ {slot.name} }}}}" if slot else match[0]

        def without_fault(match: re.Match[str]) -> str:
            name = next((p.name for p in placeholders(match[0])), None)
            if name in own or name in self.kept or name in self._lasting:
                return match[0]
            # In a bot with forms, a placeholder without a slot is a fault of its file.
            other[match[0]] = None
            return "{ " + match[0][1:]

        text = intent.originals.get(text) or self._pattern.sub(shown, text)
        form = self._forms.get(intent.tag)
        own = {slot.name for slot in form.slots.values()} if form else set()
        return _BRACES.sub(without_fault, text) if self._forms else text

    def _slot(self, intent: IntentDraft, match: re.Match[str]) -> SlotEntry | None:
        names = match.groupdict()
        form, own = self._forms.get(intent.tag), names.get("slot")
        if own in intent.aliases:
            alias = self._pattern.fullmatch(intent.aliases[own])
            return self._of_others(alias.groupdict()) if alias else None
        slot = form.slots.get(own or names.get("shared") or "") if form else None
        return slot or self._of_others(names)

    def _of_others(self, names: Mapping[str, str | None]) -> SlotEntry | None:
        """Slot of another form, which is kept for it."""
        key = names.get("shared") or "", (names.get("context") or "").casefold()
        if key not in self._shared:
            self._shared[key] = self._only(*key)
        if slot := self._shared[key]:
            self.kept.add(slot.name)
        return self._shared[key]

    def _only(self, name: str, context: str) -> SlotEntry | None:
        """Slot of the intents that open a context; None if several have other entities."""
        slots = {
            slot.name: slot
            for intent, slot in self._called.get(name, ())
            if not context or context in map(str.casefold, intent.context_set)
        }
        slot = next(iter(slots.values()), None)
        return slot if slot and len(slots) == len(self._entities[slot.name]) == 1 else None

"""Forms: the slots that an intent requires before it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chatbot.entities.entity import Entity

Keeping = Literal["form", "conversation", "visitor"]
"""End of a value: with the form, with the conversation, or with the data of the visitor."""

Condition = tuple[tuple[str, tuple[str, ...]], ...]
"""Slots, each with the values of which it has one."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Value that a form asks for, by one of the `prompts` with the `quick_replies` as buttons.

    A value below `least` or above `most` is answered by one of `invalid`, as is a message without
    a value. The slot is asked for only if its `condition` holds.
    """

    name: str
    entity: Entity
    prompts: tuple[str, ...]
    quick_replies: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()
    least: str = ""
    most: str = ""
    keep: Keeping = "form"
    condition: Condition = ()


@dataclass(frozen=True, slots=True)
class FormOutcome:
    """Responses of a completed form under a condition."""

    condition: Condition
    responses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Slots in the order of asking, and what the bot says in the course of it.

    With `confirm`, the values are read out and have to be agreed to; `correct` asks which of them
    is wrong. The first outcome whose condition holds replaces the responses of the intent.
    """

    slots: tuple[Slot, ...]
    cancelled: tuple[str, ...]
    confirm: tuple[str, ...] = ()
    confirm_replies: tuple[str, ...] = ()
    correct: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    outcomes: tuple[FormOutcome, ...] = ()

    def slot(self, name: str) -> Slot | None:
        """Return the slot of a name, or None."""
        return next((slot for slot in self.slots if slot.name == name), None)

    def asked_for(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return values without those of slots that are not asked for under the others."""
        kept = dict(values)
        for slot in self.slots:
            if not holds(slot.condition, kept):
                kept.pop(slot.name, None)
        return kept


def holds(condition: Condition, values: Mapping[str, str]) -> bool:
    """True if every slot of a condition has one of its values, in any letter case."""
    return all(
        values.get(name, "").casefold() in {option.casefold() for option in options}
        for name, options in condition
    )

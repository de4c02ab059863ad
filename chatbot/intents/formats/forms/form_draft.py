"""Draft of a form: slots by their names in the other program, and texts with its placeholders."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from chatbot.entities.entity import BuiltIn
from chatbot.intents.formats.forms.entity_draft import EntityDraft


@dataclass(slots=True, eq=False)
class SlotDraft:
    """Slot in the making. `own` holds the fields that our own export noted."""

    name: str
    entity: EntityDraft | BuiltIn | None
    prompts: list[str]
    buttons: list[str] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class FormDraft:
    """Form in the making; `own` holds the fields that our own export noted."""

    slots: list[SlotDraft] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)


NO_PLACEHOLDER = re.compile(r"(?!)")
"""Pattern of the placeholders of a program that has none.

Groups of others are `slot`, of the intent's own form, or `shared`, of any form, perhaps of an
intent that opens `context`. A match with none of them stands for what slots do not hold.
"""

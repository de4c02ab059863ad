"""Action: the webhook that answers an intent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chatbot.intents.forms.form import Slot
from chatbot.intents.responses.rich import RichResponse


@dataclass(frozen=True, slots=True)
class Action:
    """Webhook at a `url`; `error` are the responses where it gives no answer, `rich` as of intents.

    `slots` are values that the webhook alone gives, for the responses of the same answer. `rasa` is
    the name of the action, where the webhook is an action server of Rasa.
    """

    url: str
    error: tuple[str, ...] = ()
    rich: Mapping[str, RichResponse] = field(default_factory=dict, hash=False)
    slots: tuple[Slot, ...] = ()
    rasa: str = ""


def is_action(value: Any) -> bool:
    """True for an object that is meant as an action: other programs have others of that name."""
    return isinstance(value, dict) and not {"url", "error"}.isdisjoint(value)

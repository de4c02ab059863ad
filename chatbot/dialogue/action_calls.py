"""Calls of actions, and their answers: what passes between a bot and whoever calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from chatbot.dialogue.state import SlotValue
from chatbot.intents.actions.action import Action
from chatbot.intents.responses.bubble import Bubble


@dataclass(frozen=True, slots=True)
class ActionCall:
    """Call of the action of an `intent` for a message, with all that the webhook is told.

    `slots` are pairs of name and value, `contexts` those open before the message, both sorted;
    `language` is a name in `SPOKEN_LANGUAGES`. The `form_number` tells a completed form, of which
    the text is but the last word, from one with the same values that has had its answer.
    """

    action: Action
    intent: str
    text: str
    slots: tuple[tuple[str, str], ...]
    contexts: tuple[str, ...]
    language: str
    form_number: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ActionAnswer:
    """Answer of a webhook: `bubbles` to say, none for the responses of the intent.

    `slots` are values by the names of slots, None to forget one.
    """

    bubbles: tuple[Bubble, ...] = ()
    quick_replies: tuple[str, ...] = ()
    slots: Mapping[str, SlotValue | None] = field(default_factory=dict)


ActionAnswers = Mapping[ActionCall, ActionAnswer | None]
"""Answers by their calls, None for a call that failed."""

NO_ANSWERS: ActionAnswers = MappingProxyType({})

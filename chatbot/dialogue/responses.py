"""Selection of an intent's response: never the same twice in a row."""

from __future__ import annotations

import random
from dataclasses import dataclass

from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet

FALLBACK = Intent(
    FALLBACK_TAG,
    responses=(
        "I am sorry, I did not understand that. Could you say it in other words?",
        "That is not something I know about yet. Could you ask it another way?",
    ),
)
"""Fallback of a bot without a fallback by the author."""

CLARIFICATION = Intent(
    CLARIFICATION_TAG,
    responses=(
        "I am not sure which of these you mean. Is it one of them?",
        "That could mean one of these. Which is it?",
    ),
)
"""Question back, above the quick replies, of a bot without a question by the author."""


@dataclass(frozen=True, slots=True)
class SelectedResponse:
    """Response, and the dialogue state after the response."""

    text: str
    state: DialogueState


class ResponseSelector:
    """Selects responses from the intents of a bot."""

    def __init__(self, intents: IntentSet, rng: random.Random | None = None) -> None:
        self.fallback = _or_default(intents, FALLBACK)
        self.clarification = _or_default(intents, CLARIFICATION)
        self._rng = rng or random.Random()  # noqa: S311 - variety, not secrecy

    def select(self, intent: Intent, state: DialogueState) -> SelectedResponse:
        """Select a response of `intent`, or of the fallback if `intent` has none.

        Responses take turns in a conversation, from a random start.
        """
        speaker = intent if intent.responses else self.fallback
        last = state.last_responses.get(speaker.tag)
        count = len(speaker.responses)
        index = self._rng.randrange(count) if last is None else (last + 1) % count
        return SelectedResponse(speaker.responses[index], state.after_response(speaker.tag, index))


def _or_default(intents: IntentSet, default: Intent) -> Intent:
    """The author's intent with the tag of the default, or the default for lack of responses."""
    own = intents.get(default.tag)
    return own if own and own.responses else default

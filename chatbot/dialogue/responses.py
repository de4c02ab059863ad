"""Which of an intent's responses to give: never the same twice in a row."""

from __future__ import annotations

import random
from dataclasses import dataclass

from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet

NOTHING_TO_SAY = Intent(
    FALLBACK_TAG,
    responses=(
        "I am sorry, I did not understand that. Could you say it in other words?",
        "That is not something I know about yet. Could you ask it another way?",
    ),
)
"""What a bot says whose author wrote no responses for its fallback."""

WHICH = Intent(
    CLARIFICATION_TAG,
    responses=(
        "I am not sure which of these you mean. Is it one of them?",
        "That could mean one of these. Which is it?",
    ),
)
"""What a bot asks, above the suggestions, whose author wrote no clarification."""


@dataclass(frozen=True, slots=True)
class SelectedResponse:
    """A response, and the dialogue state that remembers it was given."""

    text: str
    state: DialogueState


class ResponseSelector:
    """Chooses responses from the intents of a bot."""

    def __init__(self, intents: IntentSet, rng: random.Random | None = None) -> None:
        self.fallback = _written(intents, NOTHING_TO_SAY)
        self.clarification = _written(intents, WHICH)
        self._rng = rng or random.Random()  # noqa: S311 - variety, not secrecy

    def select(self, intent: Intent, state: DialogueState) -> SelectedResponse:
        """Return a response of `intent`, or of the fallback when it has none.

        A conversation meets the responses in turn from a random first one: each is heard before
        any is heard again.
        """
        spoken = intent if intent.responses else self.fallback
        last = state.last_responses.get(spoken.tag)
        count = len(spoken.responses)
        place = self._rng.randrange(count) if last is None else (last + 1) % count
        return SelectedResponse(spoken.responses[place], state.after_response(spoken.tag, place))


def _written(intents: IntentSet, usual: Intent) -> Intent:
    """The intent that the author wrote in place of the usual one."""
    written = intents.get(usual.tag)
    return written if written and written.responses else usual

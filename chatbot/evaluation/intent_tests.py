"""Results of the tests that authors write beside their intents."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import Intent, IntentSet


@dataclass(frozen=True, slots=True)
class FailedTest:
    """One of an intent's `tests` that reached another intent, or the fallback."""

    intent: str
    message: str
    got: str
    confidence: float


@dataclass(frozen=True, slots=True)
class CheckedTests:
    """How many `tests` the intents have, and which of them fail."""

    asked: int
    failed: tuple[FailedTest, ...]


def failed_tests(bot: Bot, intents: IntentSet) -> tuple[FailedTest, ...]:
    """Return the `tests` messages that do not reach their intent, in the order of the files.

    An intent that waits for a context is asked with that context open.
    """
    return tuple(
        FailedTest(intent.tag, message, reply.intent, reply.confidence)
        for intent in intents
        for message in intent.tests
        if (reply := bot.reply(message, _state_for(intent))).intent != intent.tag
    )


def _state_for(intent: Intent) -> DialogueState:
    return DialogueState().after_message(opened=intent.context_filter)

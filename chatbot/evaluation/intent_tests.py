"""Results of the tests written by authors beside the intents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import Intent, IntentSet


@dataclass(frozen=True, slots=True)
class FailedTest:
    """A message among an intent's `tests`, classified as the `predicted` intent instead."""

    intent: str
    message: str
    predicted: Annotated[str, Field(alias="got")]
    confidence: float


@dataclass(frozen=True, slots=True)
class CheckedTests:
    """Result of all `tests` of the intents: the number of tests, and the failed tests."""

    total: Annotated[int, Field(alias="asked")]
    failed: tuple[FailedTest, ...]


def failed_tests(bot: Bot, intents: IntentSet) -> tuple[FailedTest, ...]:
    """Ask the bot all `tests`, and return the failed tests in the order of the files.

    Tests of an intent with a context filter are asked with the context open.
    """
    return tuple(
        FailedTest(intent.tag, message, reply.intent, reply.confidence)
        for intent in intents
        for message in intent.tests
        if (reply := bot.reply(message, _state_for(intent))).intent != intent.tag
    )


def _state_for(intent: Intent) -> DialogueState:
    return DialogueState().after_message(opened=intent.context_filter)

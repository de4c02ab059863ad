"""How well a bot does on messages that it was not trained on."""

from dataclasses import dataclass

from chatbot.bot import Bot
from chatbot.dialogue import DialogueState
from chatbot.intents import Intent, IntentSet


@dataclass(frozen=True, slots=True)
class FailedTest:
    """One of an intent's `tests` that reached another intent, or the fallback."""

    intent: str
    message: str
    got: str
    confidence: float


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

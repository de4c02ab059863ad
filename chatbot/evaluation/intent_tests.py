"""Results of the tests written by authors beside the intents."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from chatbot.dialogue.state import DialogueState
from chatbot.intents.conversations.turn import texts_in
from chatbot.intents.reserved_tags import RESERVED_TAGS

if TYPE_CHECKING:  # readers of results need no model, which takes 60 MB
    from chatbot.dialogue.bot import Bot
    from chatbot.dialogue.reply import Reply
    from chatbot.intents.conversations.turn import Conversation
    from chatbot.intents.intent_set import Intent, IntentSet


@dataclass(frozen=True, slots=True)
class FailedTest:
    """A message among an intent's `tests`, classified as the `predicted` intent instead.

    In a conversation, `intent` is a tag or words of the answer; `place` is file and line, and
    `turn` the number of the turn, from 1.
    """

    intent: str
    message: str
    predicted: Annotated[str, Field(alias="got")]
    confidence: float
    place: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class CheckedTests:
    """Result of all `tests` of the intents: the number of tests, and the failed tests."""

    total: Annotated[int, Field(alias="asked")]
    failed: tuple[FailedTest, ...]


def failed_tests(bot: Bot, intents: IntentSet) -> tuple[FailedTest, ...]:
    """Ask the bot all `tests` and conversations, and return those that fail, in order.

    Tests of an intent with a context filter are asked with the context open. Of a conversation,
    the first turn that fails is returned.
    """
    failed = [
        FailedTest(intent.tag, message, reply.intent, reply.confidence)
        for intent in intents
        for message in intent.tests
        if (reply := bot.reply(message, _state_for(intent))).intent != intent.tag
    ]
    return (
        *failed,
        *filter(None, (_failed_turn(bot, intents, turns) for turns in intents.conversations)),
    )


def _failed_turn(bot: Bot, intents: IntentSet, turns: Conversation) -> FailedTest | None:
    state = DialogueState()
    for number, turn in enumerate(turns, 1):
        reply = bot.reply(turn.user, state)
        state = reply.state
        is_tag = turn.bot in RESERVED_TAGS or intents.get(turn.bot) is not None
        if turn.bot and not _is_answer(bot, reply, turn.bot, is_tag=is_tag):
            return FailedTest(
                turn.bot, turn.user, reply.intent, reply.confidence, turn.place, number
            )
    return None


def _is_answer(bot: Bot, reply: Reply, expected: str, *, is_tag: bool) -> bool:
    """True for the tag of the answer, or words of any text that may take its turn."""
    if is_tag or expected == reply.intent:
        return expected == reply.intent
    if expected in reply.text:
        return True
    intent = bot.intents.get(reply.intent)
    if intent is None:
        return False
    texts = [*intent.responses, *texts_in(intent.form and asdict(intent.form))]
    texts += intent.action.error if intent.action else ()
    return any(expected in text for text in texts)


def _state_for(intent: Intent) -> DialogueState:
    return DialogueState().after_message(opened=intent.context_filter)

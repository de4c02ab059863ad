"""Exchange: a message and the answer, or the reason for which there is none."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from chatbot.dialogue.state import RepairStep
from web.conversations.messages import StoredMessage
from web.core.errors import ConflictError
from web.http.translation import _

Person = Literal["none", "offered", "asked"]

WITH_PERSONS = 10
"""Factor of the limit for messages of a conversation that persons have."""


class MessageIdTakenError(ConflictError):
    def __init__(self, message_id: UUID) -> None:
        super().__init__(
            _(
                "The message id %(id)s is in use for a different message. Repeat a message with"
                " the text that it had, or send a new one with a new id.",
                id=message_id,
            )
        )


class LongConversationError(ConflictError):
    def __init__(self, most: int) -> None:
        super().__init__(
            f"This conversation has {most} messages, as many as one may have. Begin a new one."
        )


def check_length(length: int, most: int | None, factor: int = 1) -> None:
    """Raise LongConversationError for a conversation that has so many times the limit."""
    if most is not None and length >= most * factor:
        raise LongConversationError(most * factor)


@dataclass(frozen=True, slots=True)
class StageSeconds:
    """Time of an answer by stage: prediction, wait for the database, decision, storing."""

    predict: float
    wait: float
    answer: float
    store: float


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message and the answer; `repeated` if an earlier request stored both, without `seconds`.

    There is no answer where persons have the conversation, or may have it soon. A `person` was
    asked for, or is offered to the visitor. The `step` is that of a repair, where the bot was in
    doubt. Of the page around the chat, names were `ignored`.
    """

    message: StoredMessage
    reply: StoredMessage | None
    repeated: bool
    person: Person = "none"
    step: RepairStep = "none"
    seconds: StageSeconds | None = None
    ignored: tuple[str, ...] = ()

    @property
    def answer(self) -> StoredMessage:
        """The answer, where the bot has given one."""
        assert self.reply is not None, "persons have the conversation"
        return self.reply

"""A message on its way to the database, and its prediction."""

from dataclasses import dataclass, field
from time import monotonic, perf_counter
from typing import TYPE_CHECKING
from uuid import UUID

from chatbot.dialogue.surroundings import Surroundings
from web.handovers.policy import HandOverPolicy
from web.models.live_bot import LiveBot

if TYPE_CHECKING:
    from chatbot.model.prediction import Prediction


@dataclass(frozen=True, slots=True)
class ArrivedMessage:
    """A message of a visitor to a conversation, at a time of the monotonic clock."""

    visitor: UUID
    conversation_id: UUID
    id: UUID
    text: str
    most_messages: int | None
    policy: HandOverPolicy | None
    surroundings: Surroundings
    announces: bool
    at: float = field(default_factory=monotonic)


@dataclass(frozen=True, slots=True)
class Predicted:
    """Prediction of a bot, after `milliseconds` of work."""

    live: LiveBot
    prediction: "Prediction"
    milliseconds: float

    @classmethod
    def of(cls, live: LiveBot, text: str) -> "Predicted":
        started = perf_counter()
        prediction = live.bot.predict(text)
        return cls(live, prediction, (perf_counter() - started) * 1000)

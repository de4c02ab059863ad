"""A message on its way to the database, and its prediction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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


class UnreadTextError(LookupError):
    """Error: text that is to be predicted first."""

    def __init__(self, text: str) -> None:
        self.text = text


@dataclass(frozen=True, slots=True)
class Predicted:
    """Prediction of a bot, after `milliseconds` of work.

    `others` are predictions of texts that the conversation gives: questions before the message.
    """

    live: LiveBot
    prediction: "Prediction"
    milliseconds: float
    others: "Mapping[str, Prediction]" = field(default_factory=dict)

    @classmethod
    def of(cls, live: LiveBot, text: str) -> "Predicted":
        started = perf_counter()
        prediction = live.bot.predict(text)
        return cls(live, prediction, (perf_counter() - started) * 1000)

    def other(self, text: str) -> "Prediction":
        """Return the prediction of a further text. Raises UnreadTextError."""
        if text not in self.others:
            raise UnreadTextError(text)
        return self.others[text]

    def with_other(self, text: str) -> "Predicted":
        """Predict a further text as well."""
        started = perf_counter()
        others = {**self.others, text: self.live.bot.classifier.predict(text)}
        milliseconds = self.milliseconds + (perf_counter() - started) * 1000
        return replace(self, others=others, milliseconds=milliseconds)

"""Surroundings of a message: the visitor's language, and the page around the chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.intents.responses.moment import Moment


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Code of the language, contexts and values of slots by the page, as a client says.

    Nothing of it is trusted: a bot takes what its author declares, and each value is checked. The
    server says if a visitor `has_persons` to ask for at the moment.
    """

    language: str = ""
    contexts: tuple[str, ...] = ()
    slots: Mapping[str, str | int | float | None] = field(default_factory=dict)
    has_persons: bool | None = None

    def around(self, state: DialogueState, bot: Bot) -> tuple[DialogueState, tuple[str, ...]]:
        """Return the state in these surroundings, at this moment, and the names left out."""
        state = replace(state, moment=Moment.now(self.language, has_persons=self.has_persons))
        if not (self.contexts or self.slots):
            return state, ()
        return bot.on_page(state, self.contexts, self.slots)


NO_SURROUNDINGS = Surroundings()

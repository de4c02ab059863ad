"""Messages with different intents in the live and the previous model."""

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from chatbot.dialogue.state import DialogueState
from web.inbox.messages import InboxMessage, answered_by
from web.models import deployments, live_bot
from web.models.errors import ModelUnavailableError
from web.models.live_bot import LiveBot
from web.models.versions import Version

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Bot

MOST_REMEMBERED = 2000


def disagreements(session: Session, live: LiveBot) -> list[InboxMessage]:
    """Recent messages with different intents in the live and the previous model.

    Empty without a previous model, or with an unusable previous model. Answers of intents with a
    context filter or a form are left out: the state of then is not stored.
    """
    previous = deployments.previous(session)
    if previous is None:
        return []
    answered = answered_by(session, live.version_id)
    messages = [message for message in answered if _needs_no_context(message, live)]
    try:
        intents = _predictions.of(session, previous, {message.text for message in messages})
    except ModelUnavailableError:
        return []
    return [
        message.with_reason("disagreement")
        for message in messages
        if intents.get(message.text) != message.answered
    ]


def _needs_no_context(message: InboxMessage, live: LiveBot) -> bool:
    intent = live.bot.intents.get(message.answered)
    return intent is not None and not intent.context_filter and intent.form is None


class _Predictions:
    """Cache of the intents predicted by a version; the bot is in memory only while predicting."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sha256 = ""
        self._intents: dict[str, str] = {}

    def of(self, session: Session, version: Version, texts: Iterable[str]) -> dict[str, str]:
        with self._lock:
            if self._sha256 != version.sha256 or len(self._intents) > MOST_REMEMBERED:
                self._sha256, self._intents = version.sha256, {}
            new = [text for text in texts if text not in self._intents]
            if new:
                bot = live_bot.load_bot(session, version.id)
                self._intents |= {text: _best(bot, text) for text in new}
            return dict(self._intents)


def _best(bot: "Bot", text: str) -> str:
    best = bot.decide(text, bot.predict(text), DialogueState()).best
    return best.intent if best else ""


_predictions = _Predictions()

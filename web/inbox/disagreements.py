"""What the model before the live one makes of messages: where the two differ, a look pays."""

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from chatbot.dialogue.state import DialogueState
from web.inbox.messages import InboxMessage, answered_by
from web.models import deployments, live_bot, versions
from web.models.deployments import Version
from web.models.errors import ModelUnavailableError
from web.models.live_bot import LiveBot

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Bot

MOST_REMEMBERED = 2000


def disagreements(session: Session, live: LiveBot) -> list[InboxMessage]:
    """Recent messages in which the live and the previous model see different intents.

    None where there is no previous model, or it cannot be loaded. Messages whose answer waited for
    a context are left out: nobody noted which contexts were open.
    """
    before = versions.previous(session)
    if before is None:
        return []
    asked = [each for each in answered_by(session, live.version.id) if _is_free(each, live)]
    try:
        version = deployments.version(session, before.id)
        said = _opinions.of(session, version, {each.text for each in asked})
    except ModelUnavailableError:
        return []
    return [each.because("disagreement") for each in asked if said.get(each.text) != each.answered]


def _is_free(message: InboxMessage, live: LiveBot) -> bool:
    intent = live.bot.intents.get(message.answered)
    return intent is not None and not intent.context_filter


class _Opinions:
    """Remembers what a version said, and not its bot: that is in memory only while it is asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: Version | None = None
        self._said: dict[str, str] = {}

    def of(self, session: Session, version: Version, texts: Iterable[str]) -> dict[str, str]:
        with self._lock:
            if self._version != version or len(self._said) > MOST_REMEMBERED:
                self._version, self._said = version, {}
            new = [text for text in texts if text not in self._said]
            if new:
                bot = live_bot.load_bot(session, version)
                self._said |= {text: _best(bot, text) for text in new}
            return dict(self._said)


def _best(bot: "Bot", text: str) -> str:
    best = bot.decide(text, bot.classifier.predict(text), DialogueState()).best
    return best.intent if best else ""


_opinions = _Opinions()

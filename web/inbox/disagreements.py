"""What the model before the live one makes of messages: where the two differ, a look pays."""

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
    """Recent messages in which the live and the previous model see different intents.

    None where there is no previous model, or it cannot be loaded. Messages whose answer waited for
    a context are left out: nobody noted which contexts were open.
    """
    before = deployments.previous(session)
    if before is None:
        return []
    asked = [each for each in answered_by(session, live.version_id) if _is_free(each, live)]
    try:
        said = _opinions.of(session, before, {each.text for each in asked})
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
        self._sha256 = ""
        self._said: dict[str, str] = {}

    def of(self, session: Session, version: Version, texts: Iterable[str]) -> dict[str, str]:
        with self._lock:
            if self._sha256 != version.sha256 or len(self._said) > MOST_REMEMBERED:
                self._sha256, self._said = version.sha256, {}
            new = [text for text in texts if text not in self._said]
            if new:
                bot = live_bot.load_bot(session, version.id)
                self._said |= {text: _best(bot, text) for text in new}
            return dict(self._said)


def _best(bot: "Bot", text: str) -> str:
    best = bot.decide(text, bot.predict(text), DialogueState()).best
    return best.intent if best else ""


_opinions = _Opinions()

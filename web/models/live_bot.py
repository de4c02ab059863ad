"""The bot of the live version, cached in each process, and bots of other versions."""

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from chatbot.encoder.files import EncoderError
from chatbot.model.bundle import Bundle, BundleError, OlderBundleError
from chatbot.text.sentence import error_sentence
from web.core.database import forget_pages
from web.http.translation import _, localised
from web.models.archives import read_archive
from web.models.deployments import live_key
from web.models.errors import (
    DamagedModelError,
    EncoderUnavailableError,
    ModelUnavailableError,
    NoModelYet,
    OutdatedModelError,
)
from web.models.memory import return_free_pages, return_large_blocks

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Bot


@dataclass(frozen=True, slots=True)
class LiveBot:
    """The answering bot, with version number and SHA-256 of the archive."""

    bot: "Bot"
    version_id: int
    sha256: str

    @property
    def key(self) -> tuple[int, str]:
        """Version number and SHA-256, as `web.models.deployments.live_key`."""
        return self.version_id, self.sha256


def current_bot(session: Session) -> LiveBot:
    """The live bot, loaded at most once per process and version.

    Raises NoModelYet; DamagedModelError for an archive of another SHA-256 or unreadable content;
    OutdatedModelError; and EncoderUnavailableError, until the encoder is installed: every message
    tries to load the bot again.
    """
    key = live_key(session)
    if key is None:
        raise NoModelYet
    return _cache.get(session, *key)


def last_bot() -> LiveBot | None:
    """The bot loaded last in the process, which another may have replaced; None before.

    None also after its sentence encoder was written over.
    """
    live = _cache.live
    return None if live is None or live.bot.has_changed_encoder else live


def usable_bot(session: Session) -> LiveBot | None:
    """The live bot; None without a live model, or with an unusable live model."""
    try:
        return current_bot(session)
    except ModelUnavailableError:
        return None


class _BotCache:
    """Holds a single bot, so that a replaced bot leaves memory with the last request."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.live: LiveBot | None = None

    def get(self, session: Session, version_id: int, sha256: str) -> LiveBot:
        live = self.live
        if live is not None and _is_current(live, version_id, sha256):
            return live
        with self._lock:
            live = self.live
            if live is None or not _is_current(live, version_id, sha256):
                live = LiveBot(load_bot(session, version_id), version_id, sha256)
                self.live = live
                forget_pages(session)
                return_free_pages()
            return live


def _is_current(live: LiveBot, version_id: int, sha256: str) -> bool:
    return live.key == (version_id, sha256) and not live.bot.has_changed_encoder


_cache = _BotCache()


def load_bot(session: Session, version_id: int) -> "Bot":
    """The bot of any version, not cached; raises UnknownVersionError and ModelUnavailableError."""
    # Imported here for onnxruntime's sake: a command that loads no bot does not pay for it.
    from chatbot.dialogue.bot import Bot

    return_large_blocks()
    try:
        return Bot.from_bundle(Bundle.from_bytes(read_archive(session, version_id)))
    except EncoderError as error:
        raise EncoderUnavailableError(_unusable(version_id, error)) from error
    except OlderBundleError as error:
        raise OutdatedModelError(_unusable(version_id, error)) from error
    except BundleError as error:
        raise DamagedModelError(_unusable(version_id, error)) from error


def _unusable(version_id: int, error: Exception) -> str:
    sentence = _("Model version %(number)d cannot be used.", number=version_id)
    return f"{sentence} {localised(error_sentence(error))}"

"""The bot that answers, and those of other model versions."""

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from chatbot.encoder.files import EncoderError
from chatbot.model.bundle import Bundle, BundleError, OlderBundleError
from web.models.archives import read_archive
from web.models.deployments import Version, live_version
from web.models.errors import (
    DamagedModelError,
    EncoderUnavailableError,
    ModelUnavailableError,
    NoModelYet,
    OutdatedModelError,
)
from web.models.memory import return_large_blocks

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Bot


@dataclass(frozen=True, slots=True)
class LiveBot:
    """The bot to answer with, and the version that it is."""

    bot: "Bot"
    version: Version


def current_bot(session: Session) -> LiveBot:
    """The live bot, loaded at most once per process and version.

    Raises NoModelYet; DamagedModelError where the archive's SHA-256 or its content is wrong:
    a damaged model never answers; OutdatedModelError; and EncoderUnavailableError, which ends
    as soon as the encoder is installed: what failed is tried again for the next message.
    """
    version = live_version(session)
    if version is None:
        raise NoModelYet
    return _cache.get(session, version)


def usable_bot(session: Session) -> LiveBot | None:
    """The live bot, for whom it is enough to know that there is none that can be used."""
    try:
        return current_bot(session)
    except ModelUnavailableError:
        return None


class _BotCache:
    """Holds one bot, so that the one it replaces leaves memory with its last request."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._live: LiveBot | None = None

    def get(self, session: Session, version: Version) -> LiveBot:
        live = self._live
        if live is not None and live.version == version:
            return live
        with self._lock:
            if self._live is None or self._live.version != version:
                self._live = LiveBot(load_bot(session, version), version)
            return self._live


_cache = _BotCache()


def load_bot(session: Session, version: Version) -> "Bot":
    """The bot of any version, which nobody else holds; raises ModelUnavailableError."""
    # Imported here for onnxruntime's sake: a command that loads no bot does not pay for it.
    from chatbot.dialogue.bot import Bot

    return_large_blocks()
    try:
        return Bot.from_bundle(Bundle.from_bytes(read_archive(session, version)))
    except EncoderError as error:
        raise EncoderUnavailableError(_unusable(version, error)) from error
    except OlderBundleError as error:
        raise OutdatedModelError(_unusable(version, error)) from error
    except BundleError as error:
        raise DamagedModelError(_unusable(version, error)) from error


def _unusable(version: Version, error: Exception) -> str:
    return f"Model version {version.id} cannot be used. {error}"

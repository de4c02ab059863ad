"""Which model version is live, and the bot that answers with it."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from sqlite3 import Connection as SQLiteConnection
from threading import Lock
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.bundle import FORMAT, Bundle, BundleError, OlderBundleError
from chatbot.encoder_files import EncoderError
from web.memory import return_large_blocks
from web.models import Deployment, ModelVersion

if TYPE_CHECKING:
    from chatbot.bot import Bot


SLICE = 1 << 20


class ModelUnavailableError(RuntimeError):
    """There is no bot that could answer; the text says why, and what to do.

    `reason` is for visitors, who can do nothing: it says no more than that there is no bot.
    """

    reason = "its model cannot be used"


class NoModelYet(ModelUnavailableError):  # noqa: N818 (it is a state, and passes)
    """No version has been activated."""

    reason = "there is no trained model yet"

    def __init__(self) -> None:
        super().__init__("There is no trained model yet. Train one with: flask train")


class DamagedModelError(ModelUnavailableError):
    """The stored archive is not what was stored, or this program cannot read it."""

    reason = "its model is damaged"


class OutdatedModelError(ModelUnavailableError):
    """The model was trained by an older version of Recollect that answered in another way."""

    reason = "its model is from an older version of Recollect, and has to be trained again"


class EncoderUnavailableError(ModelUnavailableError):
    """The model reads by a sentence encoder that is missing here, damaged, or another one."""

    reason = "the sentence encoder that its model needs is not there"


class UnknownVersionError(LookupError):
    """No model version has this number."""


@dataclass(frozen=True, slots=True)
class Version:
    """A stored model version, without its archive. `fingerprint` is that of its intents."""

    id: int
    created_at: datetime
    sha256: str
    fingerprint: str
    training_run_id: int | None


@dataclass(frozen=True, slots=True)
class LiveBot:
    """The bot to answer with, and the version that it is."""

    bot: "Bot"
    version: Version


_COLUMNS = (
    ModelVersion.id,
    ModelVersion.created_at,
    ModelVersion.sha256,
    ModelVersion.fingerprint,
    ModelVersion.training_run_id,
)
_LIVE = (
    sa.select(*_COLUMNS)
    .join(Deployment, Deployment.model_version_id == ModelVersion.id)
    .order_by(Deployment.id.desc())
    .limit(1)
)


def store(session: Session, bundle: Bundle, *, training_run_id: int | None = None) -> Version:
    """Store a bundle as a new version, which is not live before it is activated."""
    archive = bundle.to_bytes()
    row = ModelVersion(
        archive=archive,
        sha256=hashlib.sha256(archive).hexdigest(),
        fingerprint=bundle.metadata.fingerprint,
        bundle_metadata=asdict(bundle.metadata),
        training_run_id=training_run_id,
    )
    session.add(row)
    session.flush()
    return Version(row.id, row.created_at, row.sha256, row.fingerprint, training_run_id)


def activate(session: Session, version_id: int, who: str | None = None) -> None:
    """Make this version the live one, past the gate; raises UnknownVersionError."""
    version(session, version_id)
    session.add(Deployment(model_version_id=version_id, who=who))
    session.flush()


def version(session: Session, version_id: int) -> Version:
    """The version with this number; raises UnknownVersionError."""
    row = session.execute(sa.select(*_COLUMNS).where(ModelVersion.id == version_id)).first()
    if row is None:
        raise unknown_version(version_id)
    return Version(*row)


def unknown_version(version_id: int) -> UnknownVersionError:
    """The error that says so."""
    return UnknownVersionError(
        f"There is no model version {version_id}. See them with: flask models list"
    )


def live_version(session: Session) -> Version | None:
    """The version that answers now: one small query."""
    row = session.execute(_LIVE).first()
    return Version(*row) if row else None


def can_be_read(session: Session) -> bool:
    """Whether there is a live model, and none of a format that this program reads no more."""
    version = live_version(session)
    if version is None:
        return False
    written = sa.select(ModelVersion.bundle_metadata["format"].as_integer())
    found = session.scalar(written.filter_by(id=version.id))
    return found is None or found >= FORMAT


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
    from chatbot.bot import Bot

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


def read_archive(session: Session, version: Version) -> bytes:
    """The bundle of a version; raises DamagedModelError unless it is what was stored."""
    archive = b"".join(_slices(session, version.id))
    if hashlib.sha256(archive).hexdigest() != version.sha256:
        raise DamagedModelError(
            f"Model version {version.id} is damaged in the database: its SHA-256 is not the one"
            " noted when it was stored. Train again with: flask train, or activate another"
            " version with: flask models activate NUMBER"
        )
    return archive


def read_slice(session: Session, version_id: int, start: int) -> bytes:
    """At most `SLICE` bytes of the archive from this place, counted from 0, on; b"" behind its end.

    Whole, it would be twice in memory, and libpq keeps a buffer for the largest value that it ever
    received.
    """
    if session.get_bind().dialect.name == "sqlite":
        return _read_sqlite_slice(session, version_id, start)
    piece = sa.func.substr(ModelVersion.archive, start + 1, SLICE, type_=sa.LargeBinary)
    return session.scalar(sa.select(piece).filter_by(id=version_id)) or b""


def _read_sqlite_slice(session: Session, version_id: int, start: int) -> bytes:
    """The same by SQLite's incremental reading: substr() would read all before it cuts."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, SQLiteConnection)
    table, column = ModelVersion.__tablename__, "archive"
    with connection.blobopen(table, column, version_id, readonly=True) as blob:
        blob.seek(min(start, len(blob)))
        return blob.read(SLICE)


def _slices(session: Session, version_id: int) -> Iterator[bytes]:
    start = 0
    while piece := read_slice(session, version_id, start):
        yield piece
        start += len(piece)

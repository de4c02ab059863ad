"""The archives of model versions, read from the database piece by piece."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection as SQLiteConnection

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import INTENTS, Bundle
from web.core.database import reading
from web.models import deployments
from web.models.deployments import Version
from web.models.errors import DamagedModelError
from web.models.tables import ModelVersion
from web.models.versions import VersionRefusedError, get

SLICE = 1 << 20


def read_archive(session: Session, version: Version) -> bytes:
    """The bundle of a version; raises DamagedModelError unless it is what was stored."""
    archive = b"".join(_stored_slices(session, version.id))
    if hashlib.sha256(archive).hexdigest() != version.sha256:
        raise DamagedModelError(
            f"Model version {version.id} is damaged in the database: its SHA-256 is not the one"
            " noted when it was stored. Train again with: flask train, or activate another"
            " version with: flask models activate NUMBER"
        )
    return archive


def read_intents(session: Session, version_id: int) -> IntentSet:
    """The intents that a version learnt; raises UnknownVersionError and DamagedModelError."""
    archive = read_archive(session, deployments.version(session, version_id))
    return IntentSet.from_json(Bundle.from_bytes(archive).text(INTENTS))


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


def _stored_slices(session: Session, version_id: int) -> Iterator[bytes]:
    start = 0
    while piece := read_slice(session, version_id, start):
        yield piece
        start += len(piece)


@dataclass(frozen=True, slots=True)
class Download:
    """An archive to send: `slices` reads it piece by piece, each in a transaction of its own."""

    file_name: str
    size: int
    slices: Iterator[bytes]


def download(sessions: sessionmaker[Session], version_id: int) -> Download:
    """The archive of a version; raises UnknownVersionError and VersionRefusedError."""
    with sessions() as session, reading(session):
        version = get(session, version_id)
    if version.deleted_at:
        raise VersionRefusedError(f"Version {version_id} was deleted, and its model is gone.")
    file_name = f"recollect-{version_id}.bundle"
    return Download(file_name, version.size, _slices(sessions, version_id, version.size))


def _slices(sessions: sessionmaker[Session], version_id: int, size: int) -> Iterator[bytes]:
    # A transaction for each: the reader may be slow, and would keep the log from being emptied.
    for start in range(0, size, SLICE):
        with sessions() as session, reading(session):
            piece = read_slice(session, version_id, start)
        if not piece:
            raise VersionRefusedError(f"Version {version_id} was deleted while it was read.")
        yield piece

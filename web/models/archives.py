"""Archives of model versions, read from the database in slices."""

import hashlib
from collections.abc import Iterator
from sqlite3 import Connection as SQLiteConnection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import INTENTS, Bundle
from web.http.translation import _
from web.models import versions
from web.models.errors import DamagedModelError
from web.models.tables import ModelVersion
from web.models.versions import UnknownVersionError, Version, VersionRefusedError

SLICE = 1 << 20
"""Number of bytes to read at once."""


def read_archive(session: Session, version_id: int) -> bytes:
    """Archive of a version; raises UnknownVersionError, and DamagedModelError by the SHA-256."""
    sha256 = session.scalar(sa.select(ModelVersion.sha256).filter_by(id=version_id))
    if sha256 is None:
        raise UnknownVersionError(version_id)
    archive = b"".join(_slices(session, version_id))
    if hashlib.sha256(archive).hexdigest() != sha256:
        raise DamagedModelError(
            _(
                "Model version %(number)d is damaged in the database: its SHA-256 is not the one"
                " noted when it was stored. Train again with: flask train, or activate another"
                " version with: flask models activate NUMBER",
                number=version_id,
            )
        )
    return archive


def read_intents(session: Session, version_id: int) -> IntentSet:
    """Intents learnt by a version; raises UnknownVersionError and DamagedModelError."""
    return IntentSet.from_json(Bundle.from_bytes(read_archive(session, version_id)).text(INTENTS))


def downloadable(session: Session, version_id: int) -> Version:
    """Version with an archive to send; raises UnknownVersionError and VersionRefusedError."""
    version = versions.get(session, version_id)
    if version.deleted_at:
        raise VersionRefusedError(
            _("Version %(number)d was deleted, and its model is gone.", number=version_id)
        )
    return version


def read_slice(session: Session, version_id: int, start: int) -> bytes:
    """At most `SLICE` bytes of the archive from offset `start` on; b"" behind the end.

    A whole archive would be twice in memory, and libpq keeps a buffer for the largest value ever
    received.
    """
    if session.get_bind().dialect.name == "sqlite":
        return _read_sqlite_slice(session, version_id, start)
    piece = sa.func.substr(ModelVersion.archive, start + 1, SLICE, type_=sa.LargeBinary)
    return session.scalar(sa.select(piece).filter_by(id=version_id)) or b""


def _read_sqlite_slice(session: Session, version_id: int, start: int) -> bytes:
    """The same by SQLite's incremental reading: substr() would read all before cutting."""
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

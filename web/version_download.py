"""The archive of a model version as a file to send."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from web import archives
from web.database import reading
from web.model_versions import VersionRefusedError, get


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
    for start in range(0, size, archives.SLICE):
        with sessions() as session, reading(session):
            piece = archives.read_slice(session, version_id, start)
        if not piece:
            raise VersionRefusedError(f"Version {version_id} was deleted while it was read.")
        yield piece

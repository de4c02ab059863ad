"""The list of model versions: search, filter, order and pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web import deployments
from web.models import ModelVersion
from web.paging import SIZE, Column, Cursor, Page, read_page, sort_by
from web.stored_version import READ, StoredVersion, stored
from web.training_models import VersionRecord

WHO = sa.func.coalesce(VersionRecord.who, "Recollect")
NETWORK = ModelVersion.bundle_metadata["architecture"].as_string()
IS_DELETED = VersionRecord.deleted_at.is_not(None)
STATES: Mapping[str, sa.ColumnElement[bool]] = {
    "": ~IS_DELETED,
    "rejected": ~IS_DELETED & VersionRecord.rejected.is_not(None),
    "deleted": IS_DELETED,
    "all": sa.true(),
}


@dataclass(frozen=True, slots=True)
class VersionFilter:
    """Which versions are wanted; an empty `state` wants those that are not deleted.

    `search` is in who asked for the training, in the name of the network, or in the note.
    """

    search: str = ""
    state: str = ""
    sort: str = "-number"
    cursor: Cursor = field(default_factory=Cursor)


def _share(name: str) -> Column:
    """A figure of the versions; those that have none come before all others."""
    return sa.func.coalesce(VersionRecord.figures[name].as_float(), -1.0)


COLUMNS: Mapping[str, Column] = {
    "number": ModelVersion.id,
    "time": ModelVersion.created_at,
    "who": WHO,
    "network": sa.func.coalesce(NETWORK, ""),
    "accuracy": _share("accuracy"),
    "macro_f1": _share("macro_f1"),
    "fallback": _share("refused"),
    "size": sa.func.length(ModelVersion.archive, type_=sa.Integer),
}


def version_page(session: Session, wanted: VersionFilter) -> Page[StoredVersion]:
    """The versions that the filter lets through, the newest first unless it says otherwise."""
    found = cast("sa.Select[Any]", READ).where(STATES.get(wanted.state, STATES[""]))
    if wanted.search:
        texts = (WHO, NETWORK, VersionRecord.note)
        found = found.where(sa.or_(*(t.icontains(wanted.search, autoescape=True) for t in texts)))
    live = deployments.live_version(session)
    order = sort_by(wanted.sort, COLUMNS, ModelVersion.id, "-number")
    page = read_page(session, found, order, wanted.cursor, SIZE)
    return page.map(lambda row: stored(row, live))

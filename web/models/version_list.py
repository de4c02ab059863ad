"""The list of model versions: search, filter, order, pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core.paging import SIZE, Column, Cursor, Page, read_page, sort_by
from web.models import deployments
from web.models.tables import ModelVersion, VersionRecord
from web.models.versions import ARCHITECTURE, NOTE, READ, Version, version_of

WHO = sa.func.coalesce(VersionRecord.who, "Recollect")

IS_DELETED = VersionRecord.deleted_at.is_not(None)

STATES: Mapping[str, sa.ColumnElement[bool]] = {
    "": ~IS_DELETED,
    "rejected": ~IS_DELETED & VersionRecord.rejected.is_not(None),
    "deleted": IS_DELETED,
    "all": sa.true(),
}


@dataclass(frozen=True, slots=True)
class VersionFilter:
    """Versions to list: an empty `state` stands for all but deleted versions.

    `search` is looked for in the name of the requester, the network and the note.
    """

    search: str = ""
    state: str = ""
    sort: str = "-number"
    cursor: Cursor = field(default_factory=Cursor)


@dataclass(frozen=True, slots=True)
class VersionList:
    """A page of versions, the live version, and the `previous` version, to roll back to."""

    page: Page[Version]
    live: Version | None
    previous: Version | None


def _share(name: str) -> Column:
    """A figure of the versions; versions without figures come before all others."""
    return sa.func.coalesce(VersionRecord.figures[name].as_float(), -1.0)


COLUMNS: Mapping[str, Column] = {
    "number": ModelVersion.id,
    "time": ModelVersion.created_at,
    "who": WHO,
    "network": ARCHITECTURE,
    "accuracy": _share("accuracy"),
    "macro_f1": _share("macro_f1"),
    "fallback": _share("refused"),
    "size": sa.func.length(ModelVersion.archive, type_=sa.Integer),
}


def version_list(session: Session, selection: VersionFilter) -> VersionList:
    """Page of the selected versions, beside the live version and the version to roll back to."""
    return VersionList(
        version_page(session, selection),
        deployments.live_version(session),
        deployments.previous(session),
    )


def version_page(session: Session, selection: VersionFilter) -> Page[Version]:
    """Page of the selected versions, newest first by default."""
    statement = cast("sa.Select[Any]", READ).where(STATES.get(selection.state, STATES[""]))
    if selection.search:
        statement = statement.where(
            sa.or_(
                *(
                    text.icontains(selection.search, autoescape=True)
                    for text in (WHO, ARCHITECTURE, NOTE)
                )
            )
        )
    order = sort_by(selection.sort, COLUMNS, ModelVersion.id, "-number")
    return read_page(session, statement, order, selection.cursor, SIZE).map(version_of)

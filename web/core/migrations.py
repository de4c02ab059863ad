"""Migrations: Alembic of `flask db`, and the upgrade at the start.

Import the module within functions: Alembic takes 10 MB and a tenth of a second, and answering
messages needs no part of Alembic.
"""

import logging
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask, current_app
from flask_alembic import Alembic

from web.core import locks
from web.core.assets import shipped
from web.core.database import Base, db
from web.core.errors import NewerTablesError

alembic = Alembic(metadatas=Base.metadata, run_mkdir=False, command_name="")
for name in ("alembic", "sqlalchemy"):
    # With the handlers of Flask-Alembic, every line would be written twice.
    logging.getLogger(name).handlers.clear()

SEARCH = (("column", "words"), ("index", "ix_messages_words"))

PARTIAL = (("index", "uq_hand_overs_active"),)
"""Indexes of some rows alone: with their conditions in the models, SQLAlchemy loads the dialects of
both databases, 3 MB in every web process."""


def current_alembic() -> Alembic:
    """Return the Alembic of the current application."""
    if "alembic" not in current_app.extensions:
        sqlite = db.engine.dialect.name == "sqlite"
        current_app.config["ALEMBIC"] = {"script_location": str(shipped("migrations"))}
        current_app.config["ALEMBIC_CONTEXT"] = {
            "render_as_batch": sqlite,
            # SQLite numbers rows without the identity that the models declare.
            "compare_server_default": not sqlite,
            # A failed migration leaves nothing behind, on SQLite too.
            "transactional_ddl": True,
            "include_name": _is_described,
        }
        alembic.init_app(current_app._get_current_object())  # type: ignore[attr-defined]
    return alembic


def _is_described(name: str | None, kind: str, _parents: Mapping[str, str | None]) -> bool:
    """Exclude what stands in migrations alone.

    That is what the search has, different in both databases, and partial indexes.
    """
    words = (name or "").startswith("message_words") if kind == "table" else False
    return not words and (kind, name) not in SEARCH + PARTIAL


def migrate(app: Flask) -> None:
    """Bring the tables up to date, while other starting processes wait."""
    with app.app_context():
        engine = db.engine
    with locks.holding(engine, "setup"):
        upgrade_database(app)


def upgrade_database(app: Flask) -> None:
    """Bring the tables to the state of the models; raises NewerTablesError."""
    # A separate application context: at the end, Alembic closes the connection.
    with app.app_context():
        try:
            current_alembic().upgrade()
        except CommandError as error:
            # The revision of the database is unknown here.
            raise NewerTablesError from error


def revisions() -> tuple[str, ...]:
    """Revisions known to the program, the oldest first."""
    return tuple(script.revision for script in _scripts().walk_revisions())[::-1]


def revision_of(connection: sa.Connection) -> str | None:
    """Revision of the tables; None without tables. Raises NewerTablesError."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision not in (None, *revisions()):
        raise NewerTablesError
    return revision


def move_tables(connection: sa.Connection, revision: str) -> None:
    """Bring the tables to a revision, "base" for none, in the transaction of the connection."""
    scripts = _scripts()
    order = ("base", *revisions())

    def steps(current: tuple[str, ...], _context: MigrationContext) -> Any:
        start = current[0] if current else "base"
        if order.index(revision) < order.index(start):
            return scripts._downgrade_revs(revision, start)
        return scripts._upgrade_revs(revision, start)

    context = MigrationContext.configure(connection, opts={"fn": steps})
    with Operations.context(context):
        context.run_migrations()


def _scripts() -> ScriptDirectory:
    folder = str(shipped("migrations"))
    return ScriptDirectory(folder, version_locations=[folder])
